package import HTTPTypes
package import RosterCore
package import SurfaceKit

/// The licence back office's user dialect: `/bitanswer/api/users` (contracts/bitanswer.md,
/// seed 002).
package struct BitAnswerSurface: Surface {
    package let name = SurfaceName("BitAnswer")
    package let ownedPrefixes = [["bitanswer", "api"]]
    /// Every call needs the key, also one that asks for what is not there.
    package let authenticatesUnknownRoutes = true
    package let headers = HeaderDeclaration(reads: [.bitkey])
    package let challenges = [#"bitkey realm="Roster""#]
    package let idempotencyField = HTTPField.Name.named("x-bit-req-id")

    let directory: Directory
    let options: BitAnswerOptions

    package init(directory: Directory, options: BitAnswerOptions) {
        self.directory = directory
        self.options = options
    }
}

/// What the settings decide for the BitAnswer surface.
package struct BitAnswerOptions: Sendable {
    /// Writes `regDate`, in the setting `timeZone`.
    package let time: TimeFormat

    package init(time: TimeFormat) { self.time = time }
}
