"""Networks, staged trainer, exporter and evaluator of the bundles under models/."""
