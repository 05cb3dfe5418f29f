"""The commands of `lsc-syncd`, one module per topic, loaded when they are called."""
