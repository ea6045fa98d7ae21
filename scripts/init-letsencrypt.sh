#!/bin/sh
# Gets the first certificate of a domain from Let's Encrypt. Once per domain that points to this machine; may be run again.
#   sudo ./scripts/init-letsencrypt.sh example.org
#   sudo LETSENCRYPT_EMAIL=admin@example.org ./scripts/init-letsencrypt.sh мои-товары.рф
# LETSENCRYPT_STAGING=1 tries it on Let's Encrypt's test service, whose limits are wide and whose certificates nobody trusts.
# Also from the environment: NGINX_DIR, LETSENCRYPT_DIR, ACME_ROOT, NGINX and CERTBOT (programs), RELOAD, HTTP_PORT.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/site-domain.sh
. "$here/site-domain.sh"

NGINX_DIR=${NGINX_DIR:-/etc/nginx}
LETSENCRYPT_DIR=${LETSENCRYPT_DIR:-/etc/letsencrypt}
ACME_ROOT=${ACME_ROOT:-/var/www/letsencrypt}
NGINX=${NGINX:-nginx}
CERTBOT=${CERTBOT:-certbot}
RELOAD=${RELOAD:-systemctl reload nginx}
HTTP_PORT=${HTTP_PORT:-80}
email=${LETSENCRYPT_EMAIL:-}

[ "$#" -le 1 ] || fail 'give one domain at a time' 2
domain=$(ascii_domain "${1:-}")
case "$email" in
  *[[:space:]]* | -*) fail 'LETSENCRYPT_EMAIL is not an e-mail address' 2 ;;
  '' | *@*.*) ;;
  *) fail 'LETSENCRYPT_EMAIL is not an e-mail address' 2 ;;
esac
need_program "$NGINX" 'Install it (apt-get install nginx).'
need_program "$CERTBOT" 'Install it (apt-get install certbot).'
need_writable "$NGINX_DIR" 'Install nginx (apt-get install nginx), or set NGINX_DIR.'
mkdir -p "$ACME_ROOT" 2>/dev/null || fail "$ACME_ROOT cannot be made: start this as root, with sudo"
need_writable "$ACME_ROOT" ''

# Until the site itself is generated, nginx answers nothing but Let's Encrypt's question.
file="$NGINX_DIR/sites-available/$domain.conf"
link="$NGINX_DIR/sites-enabled/$domain.conf"
if [ ! -e "$file" ]; then
  mkdir -p "$NGINX_DIR/sites-available" "$NGINX_DIR/sites-enabled"
  cat > "$file" <<END
# Made by EvoSync for $domain until its certificate is there.
server {
    listen $HTTP_PORT;
    server_name $domain;
    server_tokens off;
    location ^~ /.well-known/acme-challenge/ {
        root $ACME_ROOT;
        default_type text/plain;
    }
    location / {
        return 404;
    }
}
END
  ln -sfn "$file" "$link"
  if ! said=$("$NGINX" -t 2>&1); then
    rm -f "$file" "$link"
    printf '%s\n' "$said" >&2
    fail 'nginx does not accept its configuration; nothing was changed'
  fi
fi
$RELOAD || fail "nginx could not be reloaded (\`$RELOAD\`). Start it (systemctl start nginx) and run this again"

set -- certonly --non-interactive --agree-tos --webroot --webroot-path "$ACME_ROOT" \
  --config-dir "$LETSENCRYPT_DIR" --cert-name "$domain" --domain "$domain" \
  --keep-until-expiring --key-type ecdsa --deploy-hook "$RELOAD"
if [ -n "$email" ]; then
  set -- "$@" --email "$email"
else
  set -- "$@" --register-unsafely-without-email
fi
[ "${LETSENCRYPT_STAGING:-0}" = 0 ] || set -- "$@" --staging
"$CERTBOT" "$@" ||
  fail "Let's Encrypt gave no certificate for $domain. Does the domain point to this machine, and is port 80 open from outside?"

echo "The certificate of $domain is in $LETSENCRYPT_DIR/live/$domain."
echo "Next: sudo $here/generate-nginx-conf.sh $domain"
echo 'Debian'\''s certbot renews by a timer of its own (systemctl list-timers certbot.timer). Without it, put this line into /etc/cron.d/certbot:'
echo "0 3 * * * root $CERTBOT renew --quiet --deploy-hook \"$RELOAD\""
