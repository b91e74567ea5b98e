/** What the widget itself says, in the languages of Firstline. */

export interface Words {
  readonly title: string;
  readonly greeting: string;
  readonly open: string;
  readonly close: string;
  readonly more: string;
  readonly startOver: string;
  readonly conversation: string;
  readonly message: string;
  readonly send: string;
  readonly keys: string;
  readonly you: string;
  readonly automatic: string;
  readonly support: string;
  readonly person: string;
  readonly helped: string;
  readonly yes: string;
  readonly no: string;
  readonly whatWasWrong: string;
  readonly tell: string;
  readonly thanks: string;
  readonly waiting: string;
  readonly withPerson: string;
  readonly resolved: string;
  readonly writing: string;
  readonly offline: string;
  readonly notSent: string;
  readonly failed: string;
  readonly tooQuick: string;
  readonly tooLong: string;
  readonly signIn: string;
  readonly choices: string;
  readonly email: string;
  readonly toCalendar: string;
  readonly gone: string;
  readonly wrongEmail: string;
  readonly unread: (count: number) => string;
}

const EN: Words = {
  title: "Support",
  greeting: "Write below. If we are sure of the answer you get it at once, else from a person.",
  open: "Open the chat",
  close: "Close the chat",
  more: "More",
  startOver: "New conversation",
  conversation: "Conversation",
  message: "Your message",
  send: "Send",
  keys: "Enter sends, Shift + Enter begins a new line.",
  you: "You",
  automatic: "Automatic reply",
  support: "Support",
  person: "Talk to a person",
  helped: "Did this help?",
  yes: "Yes",
  no: "No",
  whatWasWrong: "What was wrong? (optional)",
  tell: "Tell us",
  thanks: "Thank you, we read this.",
  waiting: "You are waiting for a person.",
  withPerson: "A person is with you.",
  resolved: "This conversation is resolved. Write again if something is left.",
  writing: "An agent is replying…",
  offline: "No connection just now; trying again.",
  notSent: "Not sent yet; it will be as soon as there is a connection.",
  failed: "That did not work. Please try again.",
  tooQuick: "That was a lot at once; your message is sent in a moment.",
  tooLong: "This message is too long.",
  signIn: "Please sign in on this page to write to us.",
  choices: "Your choices",
  email: "E-mail for the confirmation",
  toCalendar: "Add to my calendar",
  gone: "That can no longer be chosen. Please choose from what is offered now.",
  wrongEmail: "Please check the e-mail address.",
  unread: (count) => (count === 1 ? "1 new message" : `${count} new messages`),
};

const JA: Words = {
  title: "サポート",
  greeting: "下にご記入ください。確かな答えがある場合はすぐに、それ以外は担当者がお答えします。",
  open: "チャットを開く",
  close: "チャットを閉じる",
  more: "その他",
  startOver: "新しい会話",
  conversation: "会話",
  message: "メッセージ",
  send: "送信",
  keys: "Enter で送信、Shift + Enter で改行します。",
  you: "あなた",
  automatic: "自動返信",
  support: "サポート",
  person: "担当者と話す",
  helped: "お役に立ちましたか？",
  yes: "はい",
  no: "いいえ",
  whatWasWrong: "どこに問題がありましたか？（任意）",
  tell: "伝える",
  thanks: "ありがとうございます。拝見します。",
  waiting: "担当者をお待ちいただいています。",
  withPerson: "担当者が対応しています。",
  resolved: "この会話は解決済みです。ほかにもあれば、またお書きください。",
  writing: "担当者が入力しています…",
  offline: "現在接続できません。再試行しています。",
  notSent: "まだ送信されていません。接続され次第送信します。",
  failed: "うまくいきませんでした。もう一度お試しください。",
  tooQuick: "続けて送信されたため、少し待ってから送信します。",
  tooLong: "メッセージが長すぎます。",
  signIn: "お問い合わせには、このページでのログインが必要です。",
  choices: "選択肢",
  email: "確認メールの送信先",
  toCalendar: "カレンダーに追加",
  gone: "こちらはもうお選びいただけません。現在の選択肢からお選びください。",
  wrongEmail: "メールアドレスをご確認ください。",
  unread: (count) => `新しいメッセージ ${count} 件`,
};

const RU: Words = {
  title: "Поддержка",
  greeting: "Напишите ниже. Если мы уверены в ответе, вы получите его сразу, иначе ответит человек.",
  open: "Открыть чат",
  close: "Закрыть чат",
  more: "Ещё",
  startOver: "Новый разговор",
  conversation: "Разговор",
  message: "Ваше сообщение",
  send: "Отправить",
  keys: "Enter отправляет, Shift + Enter начинает новую строку.",
  you: "Вы",
  automatic: "Автоматический ответ",
  support: "Поддержка",
  person: "Поговорить с человеком",
  helped: "Это помогло?",
  yes: "Да",
  no: "Нет",
  whatWasWrong: "Что было не так? (необязательно)",
  tell: "Сообщить",
  thanks: "Спасибо, мы это прочитаем.",
  waiting: "Вы ждёте ответа человека.",
  withPerson: "С вами на связи человек.",
  resolved: "Этот разговор завершён. Если что-то осталось, напишите снова.",
  writing: "Сотрудник пишет ответ…",
  offline: "Сейчас нет соединения; пробуем снова.",
  notSent: "Ещё не отправлено; отправим, как только будет соединение.",
  failed: "Не получилось. Попробуйте ещё раз.",
  tooQuick: "Слишком много сообщений сразу; ваше будет отправлено чуть позже.",
  tooLong: "Это сообщение слишком длинное.",
  signIn: "Чтобы написать нам, войдите на этой странице.",
  choices: "Что можно выбрать",
  email: "Почта для подтверждения",
  toCalendar: "Добавить в мой календарь",
  gone: "Это выбрать уже нельзя. Выберите, пожалуйста, из того, что предлагается сейчас.",
  wrongEmail: "Проверьте, пожалуйста, адрес почты.",
  unread: (count) => `Новых сообщений: ${count}`,
};

const WORDS: Readonly<Record<string, Words>> = { en: EN, ja: JA, ru: RU };

/** Choose the first language that Firstline speaks; English if it speaks none of them. */
export function spoken(...wanted: (string | undefined)[]): string {
  const bases = wanted.map((each) => each?.toLowerCase().split("-")[0] ?? "");
  return bases.find((base) => base in WORDS) ?? "en";
}

export const wordsIn = (language: string): Words => WORDS[language] ?? EN;
