import RosterCore
import SurfaceKit

/// The parts that every form of a user has.
extension JSONWriter {
    mutating func writePerson(_ person: SurfaceAccount) {
        key("id")
        value(person.number)
        key("name")
        value(person.account.name.rawValue)
        writeDescription(of: person.account)
    }

    mutating func writeDescription(of account: Account) {
        key("bio")
        write(account.bio)
        key("sex")
        value(account.sex.rawValue)
        key("location")
        write(account.location)
        writeTime("created_at", account.createdAt)
        writeTime("updated_at", account.updatedAt)
    }

    /// A disabled account is what this API calls a deleted one that can still be read.
    mutating func writeEnd(of account: Account) {
        if account.status == .disabled {
            writeTime("deleted_at", account.updatedAt)
        } else {
            key("deleted_at")
            null()
        }
    }

    mutating func writeExtra(_ counters: Counters, of person: SurfaceAccount) {
        key("extra")
        beginObject()
        key("user_id")
        value(person.number)
        key("likes_count")
        value(counters.likes)
        key("comments_count")
        value(counters.comments)
        key("followers_count")
        value(counters.followers)
        key("followings_count")
        value(counters.followings)
        writeTime("updated_at", counters.updatedAt ?? person.account.createdAt)
        key("feeds_count")
        value(counters.feeds)
        endObject()
    }

    /// UTC, `YYYY-MM-DD HH:MM:SS` (contracts/thinksns.md §1).
    mutating func writeTime(_ name: String, _ time: Timestamp) {
        key(name)
        value(TimeFormat.utc.local(time))
    }

    mutating func write(_ text: String?) {
        if let text { value(text) } else { null() }
    }
}
