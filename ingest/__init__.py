"""From received bytes to published rows: receive, seal, keep, check, plan, apply, report."""
