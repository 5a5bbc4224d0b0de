namespace Bulletin.SystemTests.Access;

/// <summary>Who gets which answer to every call of the admin API, with the cells of <see cref="Matrix"/>.</summary>
/// <remarks>
/// Being the owner of a topic, or a moderator, gives no right here, and whoever has none does not learn whether what they ask about exists or
/// whether the request makes sense. {userId} is an account made for the call, {reportId} a report of the message {theirs}; {noUser}, {noTopic} and
/// {noReport} are ids that nothing has.
/// </remarks>
internal static class AdminMatrix
{
    public static readonly string[] People = ["nobody", "owner", "moderator", "admin"];

    public static readonly Row[] All =
    [
        //                                                            nob own mod adm
        Row.AboutNoTopic("GET /admin/users",                          "401 403 403 200"),
        Row.AboutNoTopic("GET /admin/users?limit=0",                  "401 403 403 invalid"),
        Row.AboutNoTopic("POST /admin/users",                         "401 403 403 201", new { username = "{made}" }),
        Row.AboutNoTopic("GET /admin/users/{userId}",                 "401 403 403 200"),
        Row.AboutNoTopic("GET /admin/users/{noUser}",                 "401 403 403 person"),
        Row.AboutNoTopic("PATCH /admin/users/{userId} (rename)",      "401 403 403 200", new { displayName = "Renamed" }),
        Row.AboutNoTopic("PATCH /admin/users/{userId} (promote)",     "401 403 403 200", new { role = "admin" }),
        Row.AboutNoTopic("PATCH /admin/users/{userId} (suspend)",     "401 403 403 200", new { suspended = new { reason = "Spam" } }),
        Row.AboutNoTopic("PATCH /admin/users/{userId} (lift)",        "401 403 403 200", new { suspended = (object?)null }),
        Row.AboutNoTopic("PATCH /admin/users/{userId} (invalid)",     "401 403 403 invalid", new { role = "king" }),
        Row.AboutNoTopic("DELETE /admin/users/{userId}",              "401 403 403 204"),
        Row.AboutNoTopic("DELETE /admin/users/{userId}/sessions",     "401 403 403 204"),
        Row.AboutNoTopic("POST /admin/users/{userId}/password-reset", "401 403 403 200", new { }),
        Row.AboutNoTopic("POST /admin/users/{userId}/password-reset (by mail)", "401 403 403 mail", new { sendTo = "somebody@example.org" }),
        Row.AboutNoTopic("GET /admin/audit",                          "401 403 403 200"),
        Row.AboutNoTopic("GET /admin/audit/export",                   "401 403 403 200"),
        Row.AboutNoTopic("GET /admin/settings",                       "401 403 403 200"),
        Row.AboutNoTopic("PATCH /admin/settings",                     "401 403 403 200", new { name = "{made}" }),
        Row.AboutNoTopic("GET /admin/cluster",                        "401 403 403 200"),
        Row.AboutNoTopic("GET /admin/topics",                         "401 403 403 200"),
        Row.AboutNoTopic("GET /admin/topics/{noTopic}",               "401 403 403 404"),
        Row.AboutNoTopic("GET /admin/messages",                       "401 403 403 200"),
        Row.AboutNoTopic("POST /admin/messages/delete",               "401 403 403 200", new { author = "{other}", since = "{since}" }),
        Row.AboutNoTopic("GET /admin/reports",                        "401 403 200 200"),
        Row.AboutNoTopic("GET /admin/reports/{noReport}",             "401 403 report report"),

        //                                                                    private topic        public topic         direct conversation
        //                                                                    nob own mod adm      nob own mod adm      nob own mod adm
        new("GET /admin/topics/{topicId}",                                   "401 403 403 200",    "401 403 403 200",   "401 403 403 200"),
        new("PATCH /admin/topics/{topicId} (rename)",                        "401 403 403 200",    "401 403 403 200",   "401 403 403 403", new { name = "Renamed" }),
        new("PATCH /admin/topics/{topicId} (lock)",                          "401 403 403 200",    "401 403 403 200",   "401 403 403 403", new { locked = true }),
        new("PATCH /admin/topics/{topicId} (retention)",                     "401 403 403 200",    "401 403 403 200",   "401 403 403 200", new { retentionDays = 30 }),
        new("DELETE /admin/topics/{topicId}",                                "401 403 403 204",    "401 403 403 204",   "401 403 403 204"),
        new("POST /admin/topics/{topicId}/restore (removed)",                "401 403 403 200",    "401 403 403 200",   "401 403 403 200"),
        new("GET /admin/topics/{topicId}/members",                           "401 403 403 200",    "401 403 403 200",   "401 403 403 200"),
        new("PUT /admin/topics/{topicId}/members/{newcomer}",                "401 403 403 201",    "401 403 403 403",   "401 403 403 403", new { }),
        new("PUT /admin/topics/{topicId}/members/{other}",                   "401 403 403 200",    "401 403 403 403",   "401 403 403 403", new { role = "owner" }),
        new("PUT /admin/topics/{topicId}/members/{self}",                    "401 403 403 201",    "401 403 403 403",   "401 403 403 403", new { role = "owner" }),
        new("PUT /admin/topics/{topicId}/members/{nobody}",                  "401 403 403 person", "401 403 403 person", "401 403 403 person", new { }),
        new("DELETE /admin/topics/{topicId}/members/{other}",                "401 403 403 204",    "401 403 403 403",   "401 403 403 403"),
        new("GET /admin/messages?topic={topicId}",                           "401 403 403 200",    "401 403 403 200",   "401 403 403 200"),
        new("PATCH /admin/messages/{topicId}/{theirs}",                      "401 403 403 200",    "401 403 403 200",   "401 403 403 200", new { text = "Changed" }),
        new("DELETE /admin/messages/{topicId}/{theirs}",                     "401 403 403 204",    "401 403 403 204",   "401 403 403 204"),
        // A moderator deals with what everybody may see. Reports of anything else are not there for them.
        new("GET /admin/reports/{reportId}",                                 "401 403 report 200", "401 403 200 200",   "401 403 report 200"),
        new("PATCH /admin/reports/{reportId} (resolve)",                     "401 403 report 200", "401 403 200 200",   "401 403 report 200", new { state = "resolved", resolution = "Done" }),
        new("PATCH /admin/reports/{reportId} (assign)",                      "401 403 report 200", "401 403 200 200",   "401 403 report 200", new { assignee = "me" }),
    ];
}
