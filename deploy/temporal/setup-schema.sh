#!/bin/sh
# Makes or updates Temporal's two databases. Run before the server of the same version starts; may be run any number of times.
set -eu

for database in temporal temporal_visibility; do
  tool="temporal-sql-tool --plugin postgres12 --ep $POSTGRES_SEEDS -p $DB_PORT -u $POSTGRES_USER --db $database"
  folder=/etc/temporal/schema/postgresql/v12/${database#temporal_}/versioned
  $tool create
  $tool setup-schema -v 0.0
  $tool update-schema -d "$folder"
done
