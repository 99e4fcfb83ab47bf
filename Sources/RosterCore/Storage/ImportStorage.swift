/// Reading how far imports have come.
package protocol ImportReading {
    func importRun(_ id: String) throws(DirectoryError) -> ImportRun?
}

/// Noting how far imports have come.
package protocol ImportWriting {
    /// Stores the run over what was known of it.
    func set(_ run: ImportRun) throws(DirectoryError)
    /// Forgets up to `limit` runs that nobody went on with since `time`; how many.
    func removeImportRuns(untouchedSince time: Timestamp, limit: Int) throws(DirectoryError) -> Int
}
