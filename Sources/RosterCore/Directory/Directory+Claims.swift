/// Who has an address, and who yields it.
extension Directory {
    /// Refuses a destination that another account has proven, or whose key is another one's name.
    func refuseProven(
        _ destination: Destination, besides id: AccountID?, in storage: any DirectoryReading
    ) throws(DirectoryError) {
        if let owner = try storage.owner(of: destination.key), owner.accountID != id,
            !owner.entry.isOnlyUnprovenEmail
        {
            throw .conflict(destination.kind)
        }
        if case .phone(let phone) = destination {
            try refuseNameOfOther(phone, owner: id, in: storage)
        }
    }

    /// Refuses a name that is taken, or was freed lately, for somebody who chose it themselves.
    func refuseTakenName(
        _ name: AccountName, at time: Timestamp, in storage: any DirectoryReading
    ) throws(DirectoryError) {
        try refuseRecentlyFreed(name, for: nil, at: time, in: storage)
        if try storage.owner(of: name.key) != nil { throw .conflict(.name) }
        try refusePhoneOfOther(name, owner: nil, in: storage)
        try refuseLookAlike(name, for: nil, at: time, in: storage)
    }

    /// Takes an e-mail or phone that was proven by code from those who only claimed it
    /// (contracts/thinksns.md §0, "verified claims").
    func displaceUnproven(
        _ destination: Destination, besides id: AccountID? = nil, by actor: Actor,
        at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        switch destination {
        case .email(let email):
            if let owner = try storage.owner(of: email.key), owner.accountID != id,
                owner.entry.isOnlyUnprovenEmail, let loser = try storage.account(owner.accountID)
            {
                try takeEmail(from: loser, by: actor, at: time, in: storage)
            }
        case .phone(let phone):
            for loser in try storage.accounts(unprovenPhone: phone.key) where loser.id != id {
                var change = AccountChange()
                change.phone = .set(nil)
                try store(
                    change.applied(to: loser, provesEmail: false), replacing: loser,
                    as: .phoneDisplaced, fields: [Field.phone.rawValue], by: actor, at: time,
                    in: storage)
            }
        }
    }

    func takeEmail(
        from loser: Account, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        var change = AccountChange()
        change.email = .set(nil)
        try store(
            change.applied(to: loser, provesEmail: false), replacing: loser, as: .emailDisplaced,
            fields: [Field.email.rawValue], by: actor, at: time, in: storage)
    }
}
