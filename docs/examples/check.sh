#!/bin/sh
# sh check.sh FILE      asks by the bytes' SHA-256 alone: an altered copy is not found so
: "${EMPREINTE_SERVER:=http://127.0.0.1:8787}"
sha256=$(sha256sum "$1" | cut -c 1-64)
curl --silent --show-error --fail-with-body --retry 3 \
  --header 'content-type: application/json' \
  --data "{\"items\":[{\"sha256\":\"$sha256\"}]}" \
  "$EMPREINTE_SERVER/v1/check"
