import RosterCore
import SurfaceKit

/// A user as each call writes it: the sets of keys really differ (contracts/management.md §3).
struct ManagementUserOutput {
    enum Shape {
        case listItem, detail, created, updated
    }

    private let account: Account
    private let number: String
    private let publicURL: String
    private let shape: Shape

    /// - Parameter publicURL: What links to stored media begin with.
    init(_ account: SurfaceAccount, publicURL: String, shape: Shape) {
        self.account = account.account
        self.number = account.key ?? account.account.id.description
        self.publicURL = publicURL
        self.shape = shape
    }

    func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        writer.value("user_" + number)
        writer.key("username")
        writer.value(account.name.rawValue)
        writer.key("email")
        write(account.email?.rawValue, into: &writer)
        if shape == .detail || shape == .updated {
            writer.key("phone")
            write(account.phone?.rawValue, into: &writer)
            writer.key("avatar")
            write(avatarURL, into: &writer)
        }
        if shape != .updated {
            writer.key("status")
            writer.value(account.status == .active ? "active" : "inactive")
        }
        if shape == .detail {
            writer.key("role")
            writer.value(account.role.rawValue)
        }
        if shape != .updated {
            writer.key("created_at")
            writer.value(TimeFormat.utc.rfc3339(account.createdAt))
        }
        if shape != .created {
            writer.key("updated_at")
            writer.value(TimeFormat.utc.rfc3339(account.updatedAt))
        }
        writer.endObject()
    }

    /// An avatar that is stored here is named without a scheme; clients get a whole URL.
    private var avatarURL: String? {
        account.avatar.map { MediaLink.url(of: $0, publicURL: publicURL) }
    }

    private func write(_ text: String?, into writer: inout JSONWriter) {
        if let text { writer.value(text) } else { writer.null() }
    }
}
