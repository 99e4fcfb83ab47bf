/// The name of a surface as keys, audit entries and surface keys carry it, e.g. `IAM`.
package struct SurfaceName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(_ rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }

    /// What the directory does by itself: bootstrap, purge, rotation.
    package static let system = SurfaceName("system")
    /// The command line.
    package static let commandLine = SurfaceName("cli")
}
