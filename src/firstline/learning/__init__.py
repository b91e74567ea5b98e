"""From a support history to a release: corpus → split → train → thresholds → scorecard."""
