/// Finding one account by what names it. "Live" means not in the recycle bin.
package protocol AccountLookup {
    /// The account of this number, deleted or not.
    func account(_ id: AccountID) throws(DirectoryError) -> Account?
    /// The live account of this name.
    func account(named name: FoldedKey) throws(DirectoryError) -> Account?
    /// The account of this guid, deleted or not.
    func anyAccount(guid: String) throws(DirectoryError) -> AccountID?
    /// The account of this instance id, deleted or not.
    func anyAccount(instanceID: String) throws(DirectoryError) -> AccountID?
    /// The owner of a login id and what the id is to it.
    func owner(of key: FoldedKey) throws(DirectoryError) -> LoginIDOwner?
    /// The account that a surface knows by an imported id.
    func account(surface: SurfaceName, key: String) throws(DirectoryError) -> AccountID?
    /// The imported id under which a surface knows an account, or the number that it was given there
    /// instead of its own.
    func surfaceKey(_ surface: SurfaceName, of id: AccountID) throws(DirectoryError) -> String?
    /// Whether the id there is no imported one: an import needed the account's own number for
    /// somebody else.
    func isGivenKey(_ surface: SurfaceName, of id: AccountID) throws(DirectoryError) -> Bool
}

/// Reading accounts.
package protocol AccountReading: AccountLookup {
    /// The live account of this guid.
    func account(guid: String) throws(DirectoryError) -> Account?
    /// The deleted accounts that had this name, by id.
    func deletedAccounts(named name: FoldedKey) throws(DirectoryError) -> [Account]
    /// The newest of the recycle bin first, below a number if one is given.
    func deletedAccounts(
        below id: AccountID?, limit: Int
    ) throws(DirectoryError) -> [Account]
    /// The live accounts that have this phone, in any spelling, without having proven it; by id.
    func accounts(unprovenPhone key: FoldedKey) throws(DirectoryError) -> [Account]
    /// One page of live accounts.
    func accounts(_ query: AccountQuery) throws(DirectoryError) -> AccountPage
    /// How many active administrators there are, counted up to `limit`.
    func activeAdministrators(limit: Int) throws(DirectoryError) -> Int
    /// The active administrator of the lowest number.
    func firstActiveAdministrator() throws(DirectoryError) -> Account?
    /// Whether a name was freed lately, until when it is closed, and by whom it was freed.
    func freedName(_ name: FoldedKey) throws(DirectoryError) -> FreedName?
    /// Whether the name of another live account looks like this.
    func hasLookAlike(of looks: NameLooks, besides id: AccountID?) throws(DirectoryError) -> Bool
    /// The freed names that look like this.
    func freedLookAlikes(of looks: NameLooks) throws(DirectoryError) -> [FreedName]
    /// The imported ids of a surface for those of the accounts that have one.
    func surfaceKeys(
        _ surface: SurfaceName, of ids: [AccountID]
    ) throws(DirectoryError) -> [AccountID: String]
    /// The imported ids of the accounts of these numbers, by surface.
    func surfaceKeys(
        _ ids: ClosedRange<AccountID>
    ) throws(DirectoryError) -> [AccountID: [SurfaceName: String]]
}

/// Changing accounts. The rules live in the core; these verbs keep the schema's promises only.
package protocol AccountWriting {
    /// Stores a new account with revision 0 under the next free number.
    /// - Throws: ``DirectoryError/conflict(_:)`` when a live account has the name.
    func insert(_ account: NewAccount) throws(DirectoryError) -> Account
    /// Stores every field of `account` if the row still has `revision`; false otherwise.
    func update(_ account: Account, from revision: Int64) throws(DirectoryError) -> Bool
    /// Moves the last login alone: neither revision nor `updatedAt`.
    func setLastLogin(_ id: AccountID, at time: Timestamp) throws(DirectoryError)
    /// Stores a password's new form alone, if the old one is still `old`.
    func replacePasswordHash(
        _ id: AccountID, old: String, new: String
    ) throws(DirectoryError) -> Bool
    /// Makes `entries` the whole of what the account holds in the namespace of login ids.
    /// - Throws: ``DirectoryError/conflict(_:)`` naming what the key is to its present owner.
    func setLoginIDs(_ entries: [LoginID], of id: AccountID) throws(DirectoryError)
    /// Closes a freed name to the self-service of all but the account that freed it.
    func closeName(
        _ name: AccountName, until time: Timestamp, freedBy id: AccountID
    ) throws(DirectoryError)
    /// Forgets up to `limit` closed names whose time was over before `time`; how many.
    func openNames(closedBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int
    /// Links an imported id of a surface to an account, and lets new accounts be numbered above
    /// it if it is a number. False if the id is linked already, or is the number of another account
    /// that has no imported id on this surface and so shows its own.
    func link(
        surface: SurfaceName, key: SurfaceID, to id: AccountID
    ) throws(DirectoryError) -> Bool
    /// Gives an account another number on a surface than its own or the one that it was given
    /// before, until an imported id takes its place.
    func giveKey(
        surface: SurfaceName, number: Int64, to id: AccountID
    ) throws(DirectoryError)
    /// Lets new accounts be numbered above `number`.
    func raiseAccountNumbers(above number: Int64) throws(DirectoryError)
    /// The next number, which no account will get.
    func takeAccountNumber() throws(DirectoryError) -> Int64
    /// Removes up to `limit` accounts deleted before `time`, with all that is theirs.
    func purgeAccounts(
        deletedBefore time: Timestamp, limit: Int
    ) throws(DirectoryError) -> [AccountID]
}

/// A name that was freed by delete or rename.
package struct FreedName: Sendable, Equatable {
    /// Closed to the self-service of others until then.
    package let closedUntil: Timestamp
    /// The account that had it last; nil where an earlier release freed it.
    package let freedBy: AccountID?

    package init(closedUntil: Timestamp, freedBy: AccountID?) {
        self.closedUntil = closedUntil
        self.freedBy = freedBy
    }
}

/// An account that has no number yet.
package struct NewAccount: Sendable {
    package var guid: String
    package var instanceID: String
    package let name: AccountName
    package let displayName: String
    package var email: EmailAddress?
    package var emailIsProven: Bool
    package var phone: PhoneNumber?
    package var phoneIsProven = false
    package var avatar: String?
    package var background: String?
    package var bio: String?
    package var sex = Sex.unknown
    package var location: String?
    package var role: Role
    package var status: AccountStatus
    package var extend: String?
    package var passwordHash: String?
    package var createdAt: Timestamp
    /// That of its creation unless set.
    package var updatedAt: Timestamp
    package var lastLoginAt: Timestamp?

    package init(
        guid: String, instanceID: String, name: AccountName, displayName: String,
        email: EmailAddress?, emailIsProven: Bool, phone: PhoneNumber?, avatar: String?, role: Role,
        status: AccountStatus, extend: String?, passwordHash: String?, createdAt: Timestamp
    ) {
        self.guid = guid
        self.instanceID = instanceID
        self.name = name
        self.displayName = displayName
        self.email = email
        self.emailIsProven = emailIsProven
        self.phone = phone
        self.avatar = avatar
        self.role = role
        self.status = status
        self.extend = extend
        self.passwordHash = passwordHash
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }
}

/// Who holds a login id.
package struct LoginIDOwner: Sendable, Equatable {
    package let accountID: AccountID
    package let entry: LoginID

    package init(accountID: AccountID, entry: LoginID) {
        self.accountID = accountID
        self.entry = entry
    }
}

/// Which accounts a list shows, and in what order.
package struct AccountQuery: Sendable, Equatable {
    /// The columns that a search looks at, in their folded form.
    package enum SearchField: String, Sendable, CaseIterable {
        case name, displayName, email, phone
    }

    /// Which end of the numbers comes first.
    package enum Order: Sendable, Equatable {
        case idAscending, idDescending
        /// By folded name, by code point.
        case nameAscending, nameDescending
        /// By the time of creation, the newest first; of one time the highest number first.
        case newestFirst
    }

    /// What the folded name must be. Texts are compared folded and by code point.
    package enum NameCondition: Sendable, Equatable {
        case isOneOf([FoldedKey])
        case isNoneOf([FoldedKey])
        case isBelow(FoldedKey)
        case isAtMost(FoldedKey)
        case isAbove(FoldedKey)
        case isAtLeast(FoldedKey)
        /// The name or the display name matches one of the patterns: pieces of literal text with
        /// any text between two of them.
        case matchesOneOf([[String]])
    }

    /// Text that one of ``searched`` must contain; folded before comparing, `%` and `_` literal.
    package var contains: String?
    package var searched: Set<SearchField> = [.name]
    package var status: AccountStatus?
    /// Only these, at most ``Limits/searchValuesMax``.
    package var ids: [AccountID]?
    /// Only accounts whose number is below this one.
    package var below: AccountID?
    /// Only accounts whose number is above this one.
    package var above: AccountID?
    /// All of these must hold; at most ``Limits/searchValuesMax`` values and
    /// ``Limits/searchPatternsMax`` patterns in all.
    package var nameConditions: [NameCondition] = []
    package var order: Order = .idAscending
    /// Rows to pass over, at least 0.
    package var offset = 0
    /// Rows at most, 1 to ``Limits/pageSizeMax``.
    package var limit = Limits.pageSizeMax
    /// Whether the page should say how many accounts match in all.
    package var wantsTotal = true

    package init() {}
}

/// A part of a list.
package struct AccountPage: Sendable, Equatable {
    package let accounts: [Account]
    /// All that match, whatever the page; nil when it was not asked for.
    package let total: Int?

    package init(accounts: [Account], total: Int?) {
        self.accounts = accounts
        self.total = total
    }
}
