/// Where a change comes from, for the audit trail and for sessions.
package struct RequestOrigin: Sendable, Equatable {
    package let surface: SurfaceName
    package let requestID: String
    /// The client's address as text, nil for the command line and the directory itself.
    package let address: String?
    /// The addresses that count as one caller: an IPv4 address, or the /64 of an IPv6 one; nil where
    /// ``address`` is.
    package let addressBlock: String?
    package let userAgent: String?

    /// Of a caller with an address.
    package init(
        surface: SurfaceName, requestID: String, address: String?, addressBlock: String?,
        userAgent: String? = nil
    ) {
        self.surface = surface
        self.requestID = requestID
        self.address = address
        self.addressBlock = addressBlock
        self.userAgent = userAgent
    }

    /// Of a caller without one.
    package init(surface: SurfaceName, requestID: String) {
        self.init(surface: surface, requestID: requestID, address: nil, addressBlock: nil)
    }

    /// What the directory does by itself.
    package static let system = RequestOrigin(surface: .system, requestID: "")
}

/// A caller and where its request came from: what every change is made by.
package struct Actor: Sendable, Equatable {
    package let principal: Principal
    package let origin: RequestOrigin

    package init(principal: Principal, origin: RequestOrigin) {
        self.principal = principal
        self.origin = origin
    }

    package static let system = Actor(principal: .operator, origin: .system)
}
