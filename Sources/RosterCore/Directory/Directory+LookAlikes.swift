/// Names that people choose for themselves are not mistaken for others (THREATS 29). Administrators,
/// who see whom they name, may set any.
extension Directory {
    /// Refuses a name that is unfit for anybody's self-service, before anything is asked.
    func refuseUnfitOwnName(_ name: AccountName) throws(DirectoryError) {
        if let problem = name.selfServiceProblem { throw .invalid([problem]) }
    }

    /// Refuses a name that looks like that of another account, one that another account freed lately,
    /// or one that the settings reserve.
    /// - Parameter id: The account that takes the name; nil for one that is to be made.
    func refuseLookAlike(
        _ name: AccountName, for id: AccountID?, at time: Timestamp,
        in storage: any DirectoryReading
    ) throws(DirectoryError) {
        // A name is found by its key and shown as it is spelt: one that is taken was told as such before.
        if NameLooks.isRestricted(name.rawValue) {
            throw .invalid([InvalidField(.name, .restrictedCharacters)])
        }
        let looks = name.looks
        let isReserved = policy.reservedNames.contains { $0.looks.areMistaken(for: looks) }
        if isReserved { throw .invalid([InvalidField(.name, .confusable)]) }
        if try storage.hasLookAlike(of: looks, besides: id) {
            throw .invalid([InvalidField(.name, .confusable)])
        }
        for freed in try storage.freedLookAlikes(of: looks)
        where (id == nil || freed.freedBy != id) && isClosed(freed, at: time) {
            throw .invalid([InvalidField(.name, .confusable)])
        }
    }
}
