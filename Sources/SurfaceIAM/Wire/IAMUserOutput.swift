import RosterCore
import SurfaceKit

/// A user as IAM writes it, keys in the contract's order (contracts/iam.md §5).
struct IAMUserOutput {
    private let account: Account
    private let number: Int64
    private let time: TimeFormat
    private let revealsHash: Bool
    private let isPrecise: Bool
    private let isListItem: Bool

    /// - Parameters:
    ///   - revealsHash: Shows the stored hash, as the seed does.
    ///   - isPrecise: Times with milliseconds, as the answer to a creation has them.
    ///   - isListItem: Leaves out what lists leave out.
    init(
        _ account: SurfaceAccount, time: TimeFormat, revealsHash: Bool, isPrecise: Bool = false,
        isListItem: Bool = false
    ) {
        self.account = account.account
        self.number = account.number
        self.time = time
        self.revealsHash = revealsHash
        self.isPrecise = isPrecise
        self.isListItem = isListItem
    }

    func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("metadata")
        writeMetadata(into: &writer)
        writer.key("status")
        writer.value(account.status == .active ? 1 : 0)
        writer.key("nickname")
        writer.value(account.displayName)
        writer.key("password")
        writer.value(revealsHash ? account.passwordHash ?? "" : "")
        writer.key("email")
        writer.value(account.email?.rawValue ?? "")
        writer.key("phone")
        writer.value(account.phone?.rawValue ?? "")
        if !isListItem, account.role == .admin {
            writer.key("isAdmin")
            writer.value(1)
        }
        writer.key("totalPolicy")
        writer.value(0)
        writer.key("loginedAt")
        // The last login; the creation time until there is one.
        writer.value(text(account.lastLoginAt ?? account.createdAt))
        writer.endObject()
    }

    private func writeMetadata(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        writer.value(number)
        writer.key("instanceID")
        writer.value(account.instanceID)
        writer.key("name")
        writer.value(account.name.rawValue)
        if let extend = account.extend, let object = try? JSONValue.parse(Array(extend.utf8)) {
            writer.key("extend")
            writer.value(object)
        }
        writer.key("createdAt")
        writer.value(text(account.createdAt))
        writer.key("updatedAt")
        writer.value(text(account.updatedAt))
        writer.endObject()
    }

    private func text(_ time: Timestamp) -> String {
        self.time.rfc3339(time, milliseconds: isPrecise)
    }
}
