import RosterCore

/// Where clients of any surface find stored media: it is served by one surface, for all of them.
package enum MediaLink {
    /// The path before a node (contracts/thinksns.md §0, "storage answers").
    package static let path = "/api/v2/storage/"

    /// The whole URL of an avatar or background: itself where it is one, else that of the upload.
    /// - Parameter publicURL: Without a slash at its end; links are built from it alone (THREATS 7).
    package static func url(of reference: String, publicURL: String) -> String {
        reference.firstRange(ofText: "://") == nil ? publicURL + path + reference : reference
    }
}
