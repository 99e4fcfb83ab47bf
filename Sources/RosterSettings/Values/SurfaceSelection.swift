/// The surfaces of the catalogue (DESIGN §1); raw values are their names for people.
package enum SurfaceName: String, Sendable, CaseIterable {
    case tavern = "Tavern"
    case management = "Management"
    case bitAnswer = "BitAnswer"
    case thinkSNS = "ThinkSNS"
    case iam = "IAM"

    /// The surface of that name, in upper or lower case; nil when there is none.
    package init?(matching text: String) {
        let lowered = text.lowercased()
        guard let name = Self.allCases.first(where: { $0.rawValue.lowercased() == lowered }) else {
            return nil
        }
        self = name
    }
}

/// Which surfaces answer.
package enum SurfaceSelection: Sendable, Equatable {
    /// Every surface of this release and of later ones.
    case all
    /// At least one, each once, in the operator's order.
    case only([SurfaceName])

    package func contains(_ name: SurfaceName) -> Bool {
        switch self {
        case .all: true
        case .only(let names): names.contains(name)
        }
    }
}
