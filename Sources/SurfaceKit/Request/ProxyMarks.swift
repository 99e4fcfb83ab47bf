import HTTPTypes
import RosterCore

/// Header fields that proxies, content networks, platforms and service meshes add to what they pass
/// on. One of them says that a request comes from elsewhere, whatever its address (THREATS 26, 34).
/// Absence says nothing: some proxies add none.
///
/// No list of them is whole, so that a field is one, too, when its name has a word that says what such
/// fields say: where a request came from, whom for, over what.
enum ProxyMarks {
    /// - Parameter name: In lower case.
    static func contains(_ name: String) -> Bool {
        if ClientFields.contains(name) { return false }
        return names.contains(name) || prefixes.contains { name.starts(withText: $0) }
            || name.utf8.split(whereSeparator: {
                $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            })
            .contains { words.contains(String(Substring($0))) }
    }

    private static let words: Set<String> = [
        "addr", "address", "asn", "authenticated", "authentik", "authelia", "backend", "cdn",
        "cert",
        "client", "clientip", "cluster", "connecting", "country", "edge", "email", "forward",
        "forwarded", "gateway", "geo", "geoip", "groups", "hop", "hops", "host", "hostname",
        "https",
        "ingress", "ip", "jwt", "lb", "mesh", "oidc", "origin", "original", "originating", "peer",
        "pomerium", "pop", "port", "proto", "protocol", "proxied", "proxy", "ray", "real", "region",
        "remote", "router", "saml", "scheme", "sni", "source", "span", "spiffe", "ssl",
        "ssl_client",
        "trace", "traceid", "tls", "tunnel", "upstream", "user", "username", "via", "viewer", "waf",
        "zone",
    ]

    private static let names: Set<String> = [
        // RFC 7239, RFC 9110 and RFC 8586, and what stood for them before.
        "forwarded", "via", "max-forwards", "cdn-loop", "forwarded-for", "forwarded-for-ip",
        "x-via", "x-real-ip", "x-real-port", "real-ip", "client-ip", "x-client-ip",
        "x-cluster-client-ip", "x-remote-ip", "x-remote-addr", "x-coming-from", "true-client-ip",
        "x-true-client-ip", "x-originating-ip", "x-scheme", "x-host", "x-http-host-override",
        "x-rewrite-url", "x-replaced-path", "x-url-scheme", "front-end-https", "x-request-start",
        "x-queue-start", "surrogate-capability", "x-nginx-proxy", "x-haproxy", "x-varnish",
        "x-backend-server", "x-sendfile-type",
        "x-accel-mapping", "x-accel-internal",
        // Authenticating proxies.
        "remote-user", "x-remote-user", "x-webauth-user", "ssl-client-cert", "ssl-client-verify",
        "x-ssl-cert", "x-client-cert", "x-client-verify", "client-cert", "client-cert-chain",
        // Platforms and content networks that use one name each.
        "wl-proxy-client-ip", "wl-proxy-ssl", "incap-client-ip", "do-connecting-ip", "rndr-id",
        "x-cloud-trace-context", "x-site-deployment-id", "disguised-host",
        "was-default-hostname", "x-waws-unencoded-url", "x-iisnode-request_method", "x-zeabur-ip",
        "x-koyeb-route", "x-client-scheme", "x-client-proto", "x-country-code", "x-ot-span-context",
        "x-pull", "early-data", "eagleid", "x-caddy", "x-ngrok", "x-tailscale", "traceparent",
        "tracestate", "baggage", "b3", "uber-trace-id",
    ]

    private static let prefixes = [
        "x-forwarded", "x-original-", "x-proxy", "proxy-", "x-auth-request-", "x-consumer-",
        "cf-", "x-cf-", "cdn-", "x-cdn-", "fastly-", "x-fastly-", "akamai-", "x-akamai-",
        "cloudfront-", "x-amz", "fly-", "x-azure-", "x-arr-", "x-appservice-", "x-ms-",
        "x-appengine-", "x-goog-", "x-google-", "x-vercel-", "x-nf-", "x-netlify-", "x-heroku-",
        "x-railway-", "x-render-", "x-sucuri-", "x-imperva-", "x-ali-", "ali-", "alicdn-",
        "eagleeye-", "x-tencent-", "x-qcloud-", "x-bce-", "tailscale-", "x-ngrok-", "x-envoy-",
        "x-istio-", "l5d-", "x-kong-", "x-apisix-", "x-apigee-", "x-mashery-", "x-bluecoat-",
        "x-squid-", "x-edge", "x-gateway-", "x-lb-", "x-waf-", "x-stackpath-", "x-geo-",
        "x-tunnel-", "x-nws-", "x-ssl-", "ssl-client-", "x-replit-", "x-localtunnel-", "x-vcap-",
        "x-b3-", "x-zscaler-", "x-citrix-", "x-f5-",
        "x-nginx-", "x-varnish-", "x-haproxy-",
    ]
}
