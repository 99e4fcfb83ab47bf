import RosterCore
import SurfaceKit

/// `GET /user`: the caller with what nobody else sees (contracts/thinksns.md §7, seed 004).
struct ThinkSNSOwnUserOutput {
    private let profile: OwnProfile
    private let publicURL: String

    init(_ profile: OwnProfile, publicURL: String) {
        self.profile = profile
        self.publicURL = publicURL
    }

    private var account: Account { profile.person.account }

    func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        writer.value(profile.person.number)
        writer.key("name")
        writer.value(account.name.rawValue)
        writer.key("phone")
        writer.write(account.phone?.rawValue)
        writer.key("email")
        writer.write(account.email?.rawValue)
        writer.writeDescription(of: account)
        writer.key("verified")
        writer.null()
        writer.key("certification")
        writer.null()
        writer.writeEnd(of: account)
        writer.key("friends_count")
        writer.value(profile.friendsCount)
        // Its meaning is the opposite of its name: whether there is a password at all.
        writer.key("initial_password")
        writer.value(account.passwordHash != nil)
        let output = ThinkSNSMediaOutput(publicURL: publicURL)
        writer.key("avatar")
        output.write(account.avatar, profile.media.avatar, into: &writer)
        writer.key("bg")
        output.write(account.background, profile.media.background, into: &writer)
        writer.writeExtra(profile.counters, of: profile.person)
        writeMoney(into: &writer)
        writer.endObject()
    }

    /// Three views of one ledger: cents twice, points once.
    private func writeMoney(into writer: inout JSONWriter) {
        let number = profile.person.number
        writer.key("wallet")
        writer.beginObject()
        writer.key("id")
        writer.value(number)
        writer.key("user_id")
        writer.value(number)
        writer.key("balance")
        writer.value(profile.cents.sum)
        writeTimes(of: profile.cents, into: &writer)
        writer.key("deleted_at")
        writer.null()
        writer.endObject()

        writer.key("new_wallet")
        writer.beginObject()
        writer.key("owner_id")
        writer.value(number)
        writer.key("balance")
        writer.value(profile.cents.sum)
        writer.key("total_income")
        writer.value(profile.cents.income)
        writer.key("total_expenses")
        writer.value(profile.cents.expenses)
        writeTimes(of: profile.cents, into: &writer)
        writer.endObject()

        writer.key("currency")
        writer.beginObject()
        writer.key("owner_id")
        writer.value(number)
        writer.key("type")
        writer.value(1)
        writer.key("sum")
        writer.value(profile.points.sum)
        writeTimes(of: profile.points, into: &writer)
        writer.endObject()
    }

    private func writeTimes(of balance: Balance, into writer: inout JSONWriter) {
        writer.writeTime("created_at", account.createdAt)
        writer.writeTime("updated_at", balance.updatedAt ?? account.createdAt)
    }
}
