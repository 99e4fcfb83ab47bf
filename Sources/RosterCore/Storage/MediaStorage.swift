/// Reading uploads.
package protocol MediaReading {
    func media(_ node: MediaNode) throws(DirectoryError) -> Media?
    /// Those of the uploads that there are.
    func media(among nodes: [MediaNode]) throws(DirectoryError) -> [MediaNode: Media]
    /// When the uploads of an account that are neither bound nor doomed were announced, up to
    /// `latest`, oldest first.
    func unboundMedia(
        of id: AccountID, upTo latest: Timestamp, limit: Int
    ) throws(DirectoryError) -> [Timestamp]
    /// Uploads whose file and row are to be removed.
    func doomedMedia(limit: Int) throws(DirectoryError) -> [MediaNode]
}

/// Changing uploads.
package protocol MediaWriting {
    func insert(_ media: Media) throws(DirectoryError)
    /// Notes that the bytes of a planned upload are kept, and spends its token; false if it is not
    /// planned any more.
    func setStored(_ node: MediaNode, size: PixelSize) throws(DirectoryError) -> Bool
    /// Dooms up to `limit` uploads announced before `time` that are neither avatar nor background of
    /// their account, and those whose account is gone; how many.
    func doomMedia(announcedBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int
    func removeMedia(_ node: MediaNode) throws(DirectoryError)
}
