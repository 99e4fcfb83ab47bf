import HTTPTypes
package import RosterCore
package import SurfaceKit

/// The social network's dialect: `/api/v2` (contracts/thinksns.md, seed 004).
package struct ThinkSNSSurface: Surface {
    package let name = SurfaceName("ThinkSNS")
    package let ownedPrefixes = [["api", "v2"]]
    /// The routes are on a public page; which exist is no secret.
    package let authenticatesUnknownRoutes = false
    package let headers = HeaderDeclaration(
        reads: [
            .authorization, .contentType, .ifMatch, .ifNoneMatch, .ifRange, .range, .storageHash,
            .storageSize, .storageType,
        ])
    package let challenges = [#"Bearer realm="Roster""#]

    let directory: Directory
    let options: ThinkSNSOptions

    package init(directory: Directory, options: ThinkSNSOptions) {
        self.directory = directory
        self.options = options
    }

    var phoneRegion: PhoneRegion { directory.policy.phoneRegion }

    /// The account of a number as this surface shows it; nobody for anything but digits.
    func target(number text: String) -> Directory.Target { .number(text, on: name) }
}

/// What the settings decide for the ThinkSNS surface.
package struct ThinkSNSOptions: Sendable {
    /// How lists show avatars and backgrounds (the setting `thinksns.avatars`).
    package enum Avatars: Sendable {
        /// As addresses, as the seed page prints lists.
        case link
        /// As objects with `url`, as clients of the 2.x servers read them.
        case object
    }

    /// Without a slash at the end; links are built from it alone (THREATS 7).
    package let publicURL: String
    package let avatars: Avatars
    /// The server's own, without a `v` before it.
    package let version: String
    /// Whether a code can reach a phone but no mailbox: people then register by phone alone.
    package let reachesPhonesOnly: Bool

    package init(
        publicURL: String, avatars: Avatars, version: String, reachesPhonesOnly: Bool
    ) {
        self.publicURL = publicURL
        self.avatars = avatars
        self.version = version
        self.reachesPhonesOnly = reachesPhonesOnly
    }
}
