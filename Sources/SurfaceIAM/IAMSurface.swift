import HTTPTypes
package import RosterCore
package import SurfaceKit

/// The marmotedu IAM dialect: `/v1/users`, `/login`, `/logout`, `/refresh` (contracts/iam.md,
/// seed 003). Owns all of its listener, or all below `iam.prefix`.
package struct IAMSurface: Surface {
    package let name = SurfaceName("IAM")
    package let ownedPrefixes: [[String]] = [[]]
    /// Strangers learn nothing of which paths exist (contracts/iam.md §0, order on this listener).
    package let authenticatesUnknownRoutes = true
    package let headers = HeaderDeclaration(reads: [.authorization, .ifMatch])
    /// Basic a second time for GNU wget, which keeps the challenge that it chose in a place that each
    /// further field overwrites.
    package let challenges = [Self.basicChallenge, "JWT realm=Roster", Self.basicChallenge]
    private static let basicChallenge = #"Basic realm="Roster", charset="UTF-8""#

    let directory: Directory
    let options: IAMOptions

    package init(directory: Directory, options: IAMOptions) {
        self.directory = directory
        self.options = options
    }
}

/// What the settings and the process decide for the IAM surface.
package struct IAMOptions: Sendable {
    /// Whether people may create accounts for themselves.
    package let isRegistrationOpen: Bool
    /// Whether single reads show the stored hash (`iam.passwordHash=reveal`).
    package let revealsPasswordHash: Bool
    package let time: TimeFormat
    /// Name and value of what `/version` tells.
    package let version: [(String, String)]
    /// Whether `/metrics` needs no credential of this machine's callers.
    package let servesThisMachine: Bool
    /// The Prometheus text of the process.
    package let metrics: @Sendable () -> Reply

    package init(
        isRegistrationOpen: Bool, revealsPasswordHash: Bool, time: TimeFormat,
        version: [(String, String)], servesThisMachine: Bool,
        metrics: @escaping @Sendable () -> Reply
    ) {
        self.isRegistrationOpen = isRegistrationOpen
        self.revealsPasswordHash = revealsPasswordHash
        self.time = time
        self.version = version
        self.servesThisMachine = servesThisMachine
        self.metrics = metrics
    }
}
