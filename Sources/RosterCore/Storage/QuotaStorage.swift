/// Reading what accounts have used of their quotas.
package protocol QuotaReading {
    /// - Parameter day: Days since 1970, UTC; 0 for what is of no day.
    func used(_ quota: Quota, of id: AccountID, day: Int64) throws(DirectoryError) -> Int64
}

/// Counting what accounts use of their quotas.
package protocol QuotaWriting {
    /// Adds to what is used; never below zero.
    func use(
        _ quota: Quota, by amount: Int64, of id: AccountID, day: Int64
    ) throws(DirectoryError)
    /// Removes up to `limit` counts of days before `day`; how many.
    func removeUses(before day: Int64, limit: Int) throws(DirectoryError) -> Int
}
