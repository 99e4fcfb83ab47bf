import HTTPTypes
package import RosterCore
package import SurfaceKit

/// The role-play user cards: `/users` (contracts/tavern.md, seed 000). A card belongs to an account
/// and is none.
package struct TavernSurface: Surface {
    package let name = SurfaceName("Tavern")
    package let ownedPrefixes = [["users"]]
    /// As upstream: who must show a credential shows it before anything else.
    package let authenticatesUnknownRoutes = true
    package let headers = HeaderDeclaration(
        reads: [.authorization, .apiKey, .contentType, .ifMatch])
    package let challenges = [#"Bearer realm="Roster""#]

    let directory: Directory
    let options: TavernOptions

    package init(directory: Directory, options: TavernOptions) {
        self.directory = directory
        self.options = options
    }
}

/// What the settings decide for the Tavern surface.
package struct TavernOptions: Sendable {
    /// Whether this machine's own user needs no credential (`tavern.auth=local`).
    package let servesLocalUser: Bool
    /// Origins of pages that count as this machine's own user in local mode (`cors.origins`).
    package let origins: Set<String>

    package init(servesLocalUser: Bool, origins: Set<String>) {
        self.servesLocalUser = servesLocalUser
        self.origins = origins
    }
}
