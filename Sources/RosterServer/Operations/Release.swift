/// What is known of this build.
package enum Release {
    /// The newest entry of CHANGELOG.md; the tidy tests compare the two.
    package static let version = "0.1.0"

    /// The day of that release, as the change log writes it: year, month, day.
    package static let date = "2026-11-21"

    package static var compiler: String {
        #if swift(>=6.4)
        "swift 6.4 or later"
        #elseif swift(>=6.3)
        "swift 6.3"
        #else
        "swift 6"
        #endif
    }

    package static var platform: String {
        #if arch(x86_64)
        "linux/amd64"
        #elseif arch(arm64)
        "linux/arm64"
        #else
        "linux"
        #endif
    }
}
