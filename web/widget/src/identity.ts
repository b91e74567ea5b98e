/** Who the customer is, as the page's own server has signed it. */

export interface Identity {
  /** Ask for a token; `undefined` for somebody unknown. */
  token(): Promise<string | undefined>;
}

/** The page carries a token. */
export function givenIdentity(token: string | undefined): Identity {
  return { token: () => Promise.resolve(token || undefined) };
}

/** An address of the page's own server answers with a fresh token, or with nothing. */
export function askedIdentity(address: string): Identity {
  return {
    async token() {
      const response = await fetch(address, { cache: "no-store" });
      if (!response.ok) throw new TypeError(`${address} answered ${response.status}`);
      return (await response.text()).trim() || undefined;
    },
  };
}

/** Read whose token it is. Only the server can check that; here it keeps customers apart. */
export function customerOf(token: string | undefined): string {
  const payload = token?.split(".")[1];
  if (!payload) return "";
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, "+").replace(/_/g, "/")), (c) =>
      c.charCodeAt(0),
    );
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === "string" ? sub : "";
  } catch {
    return "";
  }
}
