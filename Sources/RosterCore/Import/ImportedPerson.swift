/// A row of an old table that keeps the rules of every field.
struct ImportedPerson: Sendable {
    /// An id under which a surface knew the person.
    struct Key: Sendable, Equatable {
        let surface: SurfaceName
        let id: SurfaceID
    }

    let row: Int
    /// By the name of the surface, so that every run takes them in one order.
    let keys: [Key]
    let guid: String?
    let instanceID: String?
    let name: AccountName
    /// Whose phone the name would be.
    let phoneOfName: FoldedKey
    /// Names of others that would be this phone, where it is proven.
    let namesOfPhone: [FoldedKey]
    let displayName: String?
    let email: EmailAddress?
    let emailIsProven: Bool
    let phone: PhoneNumber?
    let phoneIsProven: Bool
    let avatar: String?
    let background: String?
    let bio: String?
    let sex: Sex
    let location: String?
    let role: Role
    /// What the row says, whether or not it is taken.
    let statedRole: Role
    let status: AccountStatus
    let extend: String?
    let password: String?
    /// Given, or made of ``password`` once it is known to be wanted.
    var passwordHash: String?
    let createdAt: Timestamp?
    let updatedAt: Timestamp?
    let lastLoginAt: Timestamp?

    var hasPassword: Bool { password != nil || passwordHash != nil }

    /// - Throws: ``ImportReason`` for the first thing that is wrong.
    init(
        checking row: ImportRow, _ options: ImportOptions, hashes: any PasswordHashing,
        phonesIn region: PhoneRegion
    ) throws(ImportReason) {
        if let column = row.unreadable { throw ImportReason(.unreadable, field: column) }
        self.row = row.number
        keys = row.keys.sorted { $0.key < $1.key }
            .map { Key(surface: SurfaceName($0.key), id: $0.value) }
        guard keys.allSatisfy(\.id.isValid) else { throw Self.malformed("id") }
        guid = row.guid
        instanceID = row.instanceID
        guard guid.map(Self.isIdentifier) ?? true else { throw Self.malformed("guid") }
        guard instanceID.map(Self.isIdentifier) ?? true else {
            throw Self.malformed("instanceID")
        }
        guard let text = row.name else { throw ImportReason(InvalidField(.name, .missing)) }
        name = try Self.parsed { () throws(InvalidField) in try AccountName(parsing: text) }
        phoneOfName = PhoneNumber.key(of: name.rawValue, in: region)
        displayName = row.displayName
        email = try Self.parsed { () throws(InvalidField) in
            guard let text = row.email else { return nil }
            return try EmailAddress(parsing: text)
        }
        emailIsProven = row.email != nil && row.emailIsProven ?? true
        phone = try Self.parsed { () throws(InvalidField) in
            guard let text = row.phone else { return nil }
            return try PhoneNumber(parsing: text, in: region)
        }
        phoneIsProven = row.phone != nil && row.phoneIsProven ?? false
        namesOfPhone = phoneIsProven ? phone?.namesLikeIt(in: region) ?? [] : []
        // Nobody could log in by a phone without a digit.
        if phoneIsProven, let phone, phone.key.rawValue.isEmpty { throw Self.malformed("phone") }
        avatar = Self.link(row.avatar)
        background = Self.link(row.background)
        bio = row.bio
        guard let sex = Sex(rawValue: row.sex ?? 0) else {
            throw ImportReason(InvalidField(.sex, .malformed))
        }
        self.sex = sex
        location = row.location
        guard let role = row.role.map({ Role(rawValue: $0) }) ?? .user else {
            throw ImportReason(InvalidField(.role, .malformed))
        }
        statedRole = role
        self.role = options.takesRoles ? role : .user
        guard let status = row.status.map({ AccountStatus(rawValue: $0) }) ?? .active else {
            throw ImportReason(InvalidField(.status, .malformed))
        }
        self.status = status
        extend = row.extend
        password = row.passwordHash == nil ? row.password : nil
        passwordHash = row.passwordHash
        createdAt = row.createdAt.map(Timestamp.init(milliseconds:))
        updatedAt = row.updatedAt.map(Timestamp.init(milliseconds:))
        lastLoginAt = row.lastLoginAt.map(Timestamp.init(milliseconds:))
        try checkTexts()
        try checkPassword(hashes, options)
    }

    private static func malformed(_ field: String) -> ImportReason {
        ImportReason(.invalid, field: field, detail: "malformed")
    }

    /// What can stand in a URL as it is.
    private static func isIdentifier(_ text: String) -> Bool {
        (1...Limits.identifierBytesMax).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    private func checkTexts() throws(ImportReason) {
        let problems = [
            AccountRules.displayName(displayName), AccountRules.avatar(avatar),
            AccountRules.background(background), AccountRules.bio(bio),
            AccountRules.location(location), AccountRules.extend(extend),
        ]
        if let problem = problems.compactMap({ $0 }).first { throw ImportReason(problem) }
    }

    private func checkPassword(
        _ hashes: any PasswordHashing, _ options: ImportOptions
    ) throws(ImportReason) {
        if let passwordHash {
            switch hashes.acceptability(of: passwordHash) {
            case .acceptable: return
            case .unknownForm: throw ImportReason(.unknownHash)
            case .tooCostly: throw ImportReason(.costlyHash)
            case .costlyHere:
                if options.acceptsCostlyHashes { return }
                throw ImportReason(.costlyHash, detail: ImportReason.onThisMachine)
            }
        }
        guard let password = password.map(PasswordForm.prepared) else { return }
        let maximum = min(Limits.passwordBytesMax, hashes.bytesMax ?? .max)
        if password.utf8.contains(0) {
            throw ImportReason(InvalidField(.password, .forbiddenCharacters))
        }
        if password.utf8.count > maximum {
            throw ImportReason(InvalidField(.password, .tooLong(maximum: maximum)))
        }
    }

    /// A picture elsewhere. One that the old system kept is not in its table, and its name there would
    /// lead nowhere here.
    private static func link(_ text: String?) -> String? {
        guard let text, text.starts(withText: "http://") || text.starts(withText: "https://") else {
            return nil
        }
        return text
    }

    /// What the row says and the account does not get.
    func dropped(from row: ImportRow, isNew: Bool) -> [Field] {
        let fields: [(Field, Bool)] = [
            (.avatar, row.avatar != nil && avatar == nil),
            (.background, row.background != nil && background == nil),
            (.role, isNew && statedRole != role),
        ]
        return fields.filter(\.1).map(\.0)
    }

    private static func parsed<Value>(
        _ parse: () throws(InvalidField) -> Value
    ) throws(ImportReason) -> Value {
        do throws(InvalidField) {
            return try parse()
        } catch {
            throw ImportReason(error)
        }
    }
}

extension ImportReason {
    /// Why a hash is too costly that an operator may ask for all the same.
    package static let onThisMachine = "on this machine"

    init(_ problem: InvalidField) {
        self.init(.invalid, field: problem.field.rawValue, detail: problem.reason.word)
    }
}

extension InvalidReason {
    /// A word for reports that programs read.
    fileprivate var word: String {
        switch self {
        case .missing: "missing"
        case .malformed: "malformed"
        case .forbiddenCharacters: "forbidden characters"
        case .tooShort(let minimum): "shorter than \(minimum)"
        case .tooLong(let maximum): "longer than \(maximum)"
        case .beyondOwner: "beyond its owner"
        case .reservedForm: "of a reserved form"
        case .recentlyFreed: "freed recently"
        case .confusable: "looks like another name"
        case .restrictedCharacters: "restricted characters"
        case .notUploaded: "not uploaded"
        }
    }
}
