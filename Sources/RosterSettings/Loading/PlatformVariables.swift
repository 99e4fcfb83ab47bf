/// Variables that nobody wrote for Roster: Kubernetes and Docker make them for every Service or
/// linked container whose name begins with `roster`, in the environment of all its neighbours.
///
/// Sources: Kubernetes "Service", section "Environment variables" (`pkg/kubelet/envvars`); Docker
/// "Legacy container links", whose variables Kubernetes makes, too.
struct PlatformVariables {
    /// The names of containers that Docker has linked, as the beginnings of variables.
    private let links: [String]

    init(in environment: [String: String]) {
        links = environment.compactMap { name, value in
            name.hasSuffix(Self.linkSuffix) && Self.isLink(value)
                ? String(name.dropLast(Self.linkSuffix.count)) : nil
        }
    }

    /// Whether the platform made the variable. The value is looked at, too: `ROSTER_PORT=3000` is
    /// what a person writes who takes it for a setting. One name can have two forms: a Service
    /// `roster-service` makes `ROSTER_SERVICE_PORT`, of another form than the Service `roster`.
    func contains(_ name: String, _ value: String) -> Bool {
        isOfService(name, value) || isOfPort(name, value) || isOfLink(name, value)
    }

    private func isOfService(_ name: String, _ value: String) -> Bool {
        if name.hasSuffix("_SERVICE_HOST") { return IPAddress(value) != nil }
        return name.wholeMatch(of: #/.*_SERVICE_PORT(_[A-Z0-9_]+)?/#) != nil && Self.isPort(value)
    }

    private func isOfPort(_ name: String, _ value: String) -> Bool {
        if name.hasSuffix("_PORT"), Self.isEndpoint(value) { return true }
        guard let match = name.wholeMatch(of: #/.*_PORT_([0-9]+)_(TCP|UDP|SCTP)(_[A-Z]+)?/#),
            Self.isPort(String(match.output.1))
        else { return false }
        return switch match.output.3 {
        case nil: Self.isEndpoint(value)
        case "_PROTO": ["tcp", "udp", "sctp"].contains(value)
        case "_PORT": Self.isPort(value)
        case "_ADDR": IPAddress(value) != nil
        default: false
        }
    }

    private func isOfLink(_ name: String, _ value: String) -> Bool {
        name.hasSuffix(Self.linkSuffix) && Self.isLink(value)
            || links.contains { name.hasPrefix($0 + "_ENV_") }
    }

    private static let linkSuffix = "_NAME"

    /// `tcp://10.96.0.10:3000`, `tcp://[fd00::1]:3000`.
    private static func isEndpoint(_ value: String) -> Bool {
        value.wholeMatch(of: #/(tcp|udp|sctp)://.+:[0-9]+/#) != nil
    }

    private static func isPort(_ value: String) -> Bool {
        decimalNumber(value).map((0...65_535).contains) == true
    }

    /// `/web/roster`: a container, and what it calls the other one.
    private static func isLink(_ value: String) -> Bool {
        value.wholeMatch(of: #//[^/]+/[^/]+/#) != nil
    }
}
