using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>Who gets which answer to every call there is.</summary>
/// <remarks>
/// A cell is the status of the answer. A 401 means the code <c>unauthorized</c>, 403 <c>not_allowed</c>, 404 <c>topic_not_found</c>; other
/// codes have words: <c>locked</c>, <c>last</c> owner, no such <c>person</c>, no such <c>link</c>; see <see cref="Asking"/>. On the hub a call that is answered has 200,
/// and somebody's typing is <c>heard</c> by the others in the topic or is <c>lost</c>. Outside the admin API, an admin gets what a moderator
/// gets.
/// In a path, {own} is a message of the caller if they have written one, {theirs} one of somebody else; {self} is the caller, {other}
/// somebody who is in it, {newcomer} somebody who is not, {nobody} a name that nobody has; {token} is what an invited person holds.
/// </remarks>
internal static class Matrix
{
    public static readonly string[] Private = ["nobody", "outsider", "invited", "former", "member", "owner", "moderator", "admin"];
    public static readonly string[] Public = ["nobody", "outsider", "creator", "moderator", "admin"];
    public static readonly string[] Direct = ["nobody", "outsider", "participant", "moderator", "admin"];

    public static readonly Row[] Topics =
    [
        //                                                                    private topic                            public topic                  direct conversation
        //                                                                    nob out inv for mem own mod adm          nob out cre mod adm           nob out par mod adm
        new("GET /topics/{topicId}",                                         "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("PATCH /topics/{topicId}",                                       "401 404 404 404 403 200 404 404",       "401 403 200 200 200",        "401 404 403 404 404", new { name = "Renamed" }),
        new("PATCH /topics/{topicId} (lock)",                                "401 404 404 404 403 200 404 404",       "401 403 200 200 200",        "401 404 403 404 404", new { locked = true }),
        new("PATCH /topics/{topicId} (resolve)",                             "401 404 404 404 403 200 404 404",       "401 403 200 200 200",        "401 404 403 404 404", new { resolved = true }),
        new("DELETE /topics/{topicId}",                                      "401 404 404 404 403 204 404 404",       "401 403 204 204 204",        "401 404 403 404 404"),
        new("GET /topics/{topicId}/messages",                                "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("GET /topics/{topicId}/messages?limit=200",                      "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("GET /topics/{topicId}/messages?around=1",                       "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("POST /topics/{topicId}/messages",                               "401 404 404 404 201 201 404 404",       "401 201 201 201 201",        "401 404 201 404 404", new { text = "Hello" }),
        new("POST /topics/{topicId}/messages (reply)",                       "401 404 404 404 201 201 404 404",       "401 201 201 201 201",        "401 404 201 404 404", new { text = "Hello", replyTo = 1 }),
        new("POST /topics/{topicId}/messages (locked)",                      "401 404 404 404 locked locked 404 404", "401 locked locked locked locked", "- - - - -", new { text = "Hello" }),
        new("GET /topics/{topicId}/messages/{theirs}",                       "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("GET /topics/{topicId}/messages/{own}",                          "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("PATCH /topics/{topicId}/messages/{theirs}",                     "401 404 404 404 403 403 404 404",       "401 403 403 403 403",        "401 404 403 404 404", new { text = "Changed" }),
        new("PATCH /topics/{topicId}/messages/{own}",                        "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404", new { text = "Changed" }),
        new("PATCH /topics/{topicId}/messages/{own} (locked)",               "401 404 404 404 locked locked 404 404", "401 locked locked locked locked", "- - - - -", new { text = "Changed" }),
        new("DELETE /topics/{topicId}/messages/{theirs}",                    "401 404 404 404 403 204 404 404",       "401 403 403 204 204",        "401 404 403 404 404"),
        new("DELETE /topics/{topicId}/messages/{own}",                       "401 404 404 404 204 204 404 404",       "401 204 204 204 204",        "401 404 204 404 404"),
        new("DELETE /topics/{topicId}/messages/{own} (locked)",              "401 404 404 404 204 204 404 404",       "401 204 204 204 204",        "- - - - -"),
        new("GET /topics/{topicId}/messages/{theirs}/history",               "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("GET /topics/{topicId}/messages/{own}/history",                  "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("PUT /topics/{topicId}/messages/{theirs}/reactions/{emoji}",     "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("PUT /topics/{topicId}/messages/{theirs}/reactions/{emoji} (locked)", "401 404 404 404 locked locked 404 404", "401 locked locked locked locked", "- - - - -"),
        new("DELETE /topics/{topicId}/messages/{theirs}/reactions/{emoji}",  "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("GET /topics/{topicId}/messages/{theirs}/reactions/{emoji}",     "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("PUT /topics/{topicId}/pins/{theirs}",                           "401 404 404 404 403 200 404 404",       "401 403 200 200 200",        "401 404 200 404 404"),
        new("DELETE /topics/{topicId}/pins/{theirs}",                        "401 404 404 404 403 200 404 404",       "401 403 200 200 200",        "401 404 200 404 404"),
        new("GET /topics/{topicId}/pins",                                    "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("PUT /topics/{topicId}/read",                                    "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404", new { seq = 1 }),
        new("PUT /topics/{topicId}/read (unread)",                           "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404", new { seq = 1, unread = true }),
        new("PUT /topics/{topicId}/read (not there yet)",                    "401 404 404 404 invalid invalid 404 404", "401 invalid invalid invalid invalid", "401 404 invalid 404 404", new { seq = 1_000_000 }),
        new("PUT /topics/{topicId}/level",                                   "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404", new { level = "muted" }),
        new("PUT /topics/{topicId}/follow",                                  "401 404 404 404 204 204 404 404",       "401 204 204 204 204",        "401 404 204 404 404"),
        // Only of one's own, and there may be no such topic any more: this tells nothing of it.
        new("DELETE /topics/{topicId}/follow",                               "401 204 204 204 204 204 204 204",       "401 204 204 204 204",        "401 204 204 204 204"),
        new("PUT /topics/{topicId}/pinned",                                  "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("DELETE /topics/{topicId}/pinned",                               "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("PUT /topics/{topicId}/draft",                                   "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404", new { text = "To be continued", version = 0 }),
        new("DELETE /topics/{topicId}/draft",                                "401 204 204 204 204 204 204 204",       "401 204 204 204 204",        "401 204 204 204 204"),
        new("POST /topics/{topicId}/messages/{theirs}/report",               "401 404 404 404 201 201 404 404",       "401 201 201 201 201",        "401 404 201 404 404", new { reason = "spam" }),
        new("POST /topics/{topicId}/messages/{theirs}/report (locked)",      "401 404 404 404 201 201 404 404",       "401 201 201 201 201",        "- - - - -", new { reason = "spam" }),
        new("GET /topics/{topicId}/changes",                                 "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("GET /topics/{topicId}/changes?after=1000",                      "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("GET /topics/{topicId}/members",                                 "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("PUT /topics/{topicId}/members/{newcomer}",                      "401 404 404 404 403 201 404 404",       "401 403 403 403 403",        "401 404 403 404 404", new { }),
        new("PUT /topics/{topicId}/members/{other}",                         "401 404 404 404 403 200 404 404",       "401 403 403 403 403",        "401 404 403 404 404", new { role = "owner" }),
        new("PUT /topics/{topicId}/members/{self}",                          "401 404 404 404 403 200 404 404",       "401 403 403 403 403",        "401 404 403 404 404", new { role = "owner" }),
        new("PUT /topics/{topicId}/members/{nobody}",                        "401 404 404 404 403 person 404 404",    "401 403 403 403 403",        "401 404 403 404 404", new { }),
        new("DELETE /topics/{topicId}/members/{other}",                      "401 404 404 404 403 204 404 404",       "401 403 403 403 403",        "401 404 403 404 404"),
        new("DELETE /topics/{topicId}/members/{self}",                       "401 404 404 404 204 last 404 404",      "401 403 403 403 403",        "401 404 403 404 404"),
        new("DELETE /topics/{topicId}/members/{nobody}",                     "401 404 404 404 403 person 404 404",    "401 403 403 403 403",        "401 404 403 404 404"),
        new("PUT /topics/{topicId}/hidden",                                  "401 404 404 404 403 403 404 404",       "401 403 403 403 403",        "401 404 204 404 404"),
        new("POST /topics/{topicId}/invitations",                            "401 404 404 404 403 201 404 404",       "401 403 403 403 403",        "401 404 403 404 404", new { }),
        new("GET /topics/{topicId}/invitations",                             "401 404 404 404 403 200 404 404",       "401 403 403 403 403",        "401 404 403 404 404"),
        new("DELETE /topics/{topicId}/invitations/{invitationId}",           "401 404 404 404 403 204 404 404",       "401 403 403 403 403",        "401 404 403 404 404"),
        new("DELETE /topics/{topicId}/invitations/{otherId}",                "401 404 404 404 403 link 404 404",      "401 403 403 403 403",        "401 404 403 404 404"),
        // Whoever has the token is invited, except who was removed. No token leads to a topic of another kind.
        new("GET /invitations/{token}",                                      "401 200 200 200 200 200 200 200",       "401 link link link link",    "401 link link link link"),
        new("POST /invitations/{token}",                                     "401 200 200 link 200 200 200 200",      "401 link link link link",    "401 link link link link"),
        new("hub JoinTopic",                                                 "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("hub JoinTopic (resume)",                                        "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("hub PostMessage",                                               "401 404 404 404 200 200 404 404",       "401 200 200 200 200",        "401 404 200 404 404"),
        new("hub PostMessage (locked)",                                      "401 404 404 404 locked locked 404 404", "401 locked locked locked locked", "- - - - -"),
        new("hub LeaveTopic",                                                "401 200 200 200 200 200 200 200",       "401 200 200 200 200",        "401 200 200 200 200"),
        new("hub StartTyping",                                               "401 lost lost lost heard heard lost lost", "401 heard heard heard heard", "401 lost heard lost lost"),
    ];

    /// <summary>What concerns no topic and no office: what a stranger gets, anybody who is signed in, and somebody who was until they were suspended.</summary>
    public static readonly Other[] Others =
    [
        //                                  stranger signed in suspended
        new("POST /users",                 "201      201       201", new { username = "{nobody}", password = Person.Password }),
        new("GET /users",                  "401      200       401"),
        new("GET /users/{self}",           "401      200       401"),
        new("GET /users/me",               "401      200       401"),
        new("PATCH /users/me",             "401      200       401", new { displayName = "Somebody" }),
        new("POST /users/me/password",     "401      204       401", new { currentPassword = Person.Password, newPassword = "incorrect horse battery staple" }),
        new("GET /users/me/sessions",      "401      200       401"),
        new("DELETE /users/me/sessions/{sessionId}", "401 204  401"),
        new("DELETE /users/me/sessions/{sessionId} (of another)", "401 session 401"),
        new("GET /users/me/topics",        "401      200       401"),
        new("GET /users/me/topics?unread=true", "401 200       401"),
        new("GET /users/me/topics?pinned=true", "401 200       401"),
        new("PUT /users/me/topics/read",   "401      204       401"),
        new("GET /notifications",          "401      200       401"),
        new("PUT /notifications/read",     "401      200       401", new { upTo = 1 }),
        new("GET /search?query=tea",       "401      200       401"),
        new("DELETE /users/me",            "401      204       401"),
        new("POST /auth/login",            "200      200       suspended", new { username = "{self}", password = Person.Password }),
        new("POST /auth/refresh",          "200      200       over", new { refreshToken = "{refreshToken}" }),
        new("POST /auth/logout",           "401      204       401", new { refreshToken = "{refreshToken}" }),
        new("POST /password-resets",       "200      200       200", new { token = "{resetToken}", newPassword = Person.Password }),
        new("POST /password-resets (no such link)", "reset reset reset", new { token = "{noToken}", newPassword = Person.Password }),
        new("GET /topics",                 "401      200       401"),
        new("GET /topics?following=true",  "401      200       401"),
        new("POST /topics",                "401      201       401", new { name = "A topic" }),
        new("POST /direct",                "401      201       401", new { usernames = new[] { "{other}" } }),
        new("GET /site",                   "200      200       200"),
        new("GET /health/live",            "200      200       200"),
        new("GET /health/ready",           "200      200       200"),
        new("GET /health/storage",         "200      200       200"),
        new("GET /.well-known/jwks.json",  "200      200       200"),
        new("hub WatchDirectory",          "401      200       401"),
        new("hub WatchMe",                 "401      200       401"),
    ];
}
