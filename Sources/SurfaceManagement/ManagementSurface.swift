import HTTPTypes
package import RosterCore
package import SurfaceKit

/// The generic management dialect: `/v1/users`, `/v1/auth` (contracts/management.md, seed 001).
package struct ManagementSurface: Surface {
    package let name = SurfaceName("Management")
    package let ownedPrefixes = [["v1", "users"], ["v1", "auth"]]
    /// The routes are on a public page; which exist is no secret.
    package let authenticatesUnknownRoutes = false
    package let headers = HeaderDeclaration(reads: [.authorization, .ifMatch])
    package let challenges = [#"Bearer realm="Roster""#]

    let directory: Directory
    let options: ManagementOptions

    package init(directory: Directory, options: ManagementOptions) {
        self.directory = directory
        self.options = options
    }

    /// Writes answers with the time of this moment.
    var envelope: ManagementEnvelope {
        ManagementEnvelope(time: directory.environment.now())
    }
}

/// What the settings decide for the Management surface.
package struct ManagementOptions: Sendable {
    /// Without a slash at the end; links are built from it alone (THREATS 7).
    package let publicURL: String

    package init(publicURL: String) { self.publicURL = publicURL }
}
