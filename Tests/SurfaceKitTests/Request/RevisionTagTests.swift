import HTTPTypes
import RosterCore
import SurfaceKit
import Testing

@Suite struct RevisionTagTests {
    @Test(
        "If-Match asks for a revision, any, or one that there never is",
        arguments: [
            ([], .none), (["*"], .any), ([#""3""#], .exactly(3)), ([#" "3" "#], .exactly(3)),
            ([#"W/"3""#], .anyOf([])), (["3"], .anyOf([])), ([#""03""#], .anyOf([])),
            ([#""abc""#], .anyOf([])), ([#""1", "2""#], .anyOf([1, 2])),
            ([#""1""#, #""2""#], .anyOf([1, 2])), ([#""1", W/"2""#], .anyOf([1])), ([""], .none),
        ] as [([String], RevisionCondition)])
    func conditions(values: [String], expected: RevisionCondition) {
        var headers = HTTPFields()
        headers[values: .ifMatch] = values
        #expect(RevisionTag.condition(headers) == expected)
    }

    @Test("The tag that we give out is the tag that we take")
    func roundTrip() {
        for revision: Int64 in [0, 1, 9_999_999_999, .max] {
            let headers: HTTPFields = [.ifMatch: RevisionTag.text(revision)]
            #expect(RevisionTag.condition(headers) == .exactly(revision))
        }
    }
}
