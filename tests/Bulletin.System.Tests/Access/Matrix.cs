namespace Bulletin.SystemTests.Access;

/// <summary>Who gets which answer to every call there is.</summary>
/// <remarks>
/// A cell is the status of the answer. A 401 means the code <c>unauthorized</c>, 403 <c>not_allowed</c>, 404 <c>topic_not_found</c>; other
/// codes have words: <c>locked</c>, <c>last</c> owner, no such <c>person</c>, no such <c>link</c>. On the hub a call that is answered has 200,
/// and somebody's typing is <c>heard</c> by the others in the topic or is <c>lost</c>. There is no admin yet: they will get what a
/// moderator gets.
/// In a path, {own} is a message of the caller if they have written one, {theirs} one of somebody else; {self} is the caller, {other}
/// somebody who is in it, {newcomer} somebody who is not, {nobody} a name that nobody has; {token} is what an invited person holds.
/// </remarks>
internal static class Matrix
{
    public static readonly string[] Private = ["nobody", "outsider", "invited", "former", "member", "owner", "moderator"];
    public static readonly string[] Public = ["nobody", "outsider", "creator", "moderator"];
    public static readonly string[] Direct = ["nobody", "outsider", "participant", "moderator"];

    public static readonly Row[] Topics =
    [
        //                                                             private topic                         public topic          direct conversation
        //                                                             nob out inv for mem own mod           nob out cre mod       nob out par mod
        new("GET /topics/{topicId}",                                  "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("PATCH /topics/{topicId}",                                "401 404 404 404 403 200 404",         "401 403 200 200",     "401 404 403 404", new { name = "Renamed" }),
        new("PATCH /topics/{topicId} (lock)",                         "401 404 404 404 403 200 404",         "401 403 200 200",     "401 404 403 404", new { locked = true }),
        new("PATCH /topics/{topicId} (resolve)",                      "401 404 404 404 403 200 404",         "401 403 200 200",     "401 404 403 404", new { resolved = true }),
        new("DELETE /topics/{topicId}",                               "401 404 404 404 403 204 404",         "401 403 204 204",     "401 404 403 404"),
        new("GET /topics/{topicId}/messages",                         "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("GET /topics/{topicId}/messages?limit=200",               "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("GET /topics/{topicId}/messages?around=1",                "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("POST /topics/{topicId}/messages",                        "401 404 404 404 201 201 404",         "401 201 201 201",     "401 404 201 404", new { text = "Hello" }),
        new("POST /topics/{topicId}/messages (reply)",                "401 404 404 404 201 201 404",         "401 201 201 201",     "401 404 201 404", new { text = "Hello", replyTo = 1 }),
        new("POST /topics/{topicId}/messages (locked)",               "401 404 404 404 locked locked 404",   "401 locked locked locked", "- - - -",    new { text = "Hello" }),
        new("GET /topics/{topicId}/messages/{theirs}",                "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("GET /topics/{topicId}/messages/{own}",                   "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("PATCH /topics/{topicId}/messages/{theirs}",              "401 404 404 404 403 403 404",         "401 403 403 403",     "401 404 403 404", new { text = "Changed" }),
        new("PATCH /topics/{topicId}/messages/{own}",                 "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404", new { text = "Changed" }),
        new("PATCH /topics/{topicId}/messages/{own} (locked)",        "401 404 404 404 locked locked 404",   "401 locked locked locked", "- - - -",    new { text = "Changed" }),
        new("DELETE /topics/{topicId}/messages/{theirs}",             "401 404 404 404 403 204 404",         "401 403 403 204",     "401 404 403 404"),
        new("DELETE /topics/{topicId}/messages/{own}",                "401 404 404 404 204 204 404",         "401 204 204 204",     "401 404 204 404"),
        new("DELETE /topics/{topicId}/messages/{own} (locked)",       "401 404 404 404 204 204 404",         "401 204 204 204",     "- - - -"),
        new("GET /topics/{topicId}/changes",                          "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("GET /topics/{topicId}/changes?after=1000",               "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("GET /topics/{topicId}/members",                          "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("PUT /topics/{topicId}/members/{newcomer}",               "401 404 404 404 403 201 404",         "401 403 403 403",     "401 404 403 404", new { }),
        new("PUT /topics/{topicId}/members/{other}",                  "401 404 404 404 403 200 404",         "401 403 403 403",     "401 404 403 404", new { role = "owner" }),
        new("PUT /topics/{topicId}/members/{self}",                   "401 404 404 404 403 200 404",         "401 403 403 403",     "401 404 403 404", new { role = "owner" }),
        new("PUT /topics/{topicId}/members/{nobody}",                 "401 404 404 404 403 person 404",      "401 403 403 403",     "401 404 403 404", new { }),
        new("DELETE /topics/{topicId}/members/{other}",               "401 404 404 404 403 204 404",         "401 403 403 403",     "401 404 403 404"),
        new("DELETE /topics/{topicId}/members/{self}",                "401 404 404 404 204 last 404",        "401 403 403 403",     "401 404 403 404"),
        new("DELETE /topics/{topicId}/members/{nobody}",              "401 404 404 404 403 person 404",      "401 403 403 403",     "401 404 403 404"),
        new("PUT /topics/{topicId}/hidden",                           "401 404 404 404 403 403 404",         "401 403 403 403",     "401 404 204 404"),
        new("POST /topics/{topicId}/invitations",                     "401 404 404 404 403 201 404",         "401 403 403 403",     "401 404 403 404", new { }),
        new("GET /topics/{topicId}/invitations",                      "401 404 404 404 403 200 404",         "401 403 403 403",     "401 404 403 404"),
        new("DELETE /topics/{topicId}/invitations/{invitationId}",    "401 404 404 404 403 204 404",         "401 403 403 403",     "401 404 403 404"),
        new("DELETE /topics/{topicId}/invitations/{otherId}",         "401 404 404 404 403 link 404",        "401 403 403 403",     "401 404 403 404"),
        // Whoever has the token is invited, except who was removed. No token leads to a topic of another kind.
        new("GET /invitations/{token}",                               "401 200 200 200 200 200 200",         "401 link link link",  "401 link link link"),
        new("POST /invitations/{token}",                              "401 200 200 link 200 200 200",         "401 link link link",  "401 link link link"),
        new("hub JoinTopic",                                          "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("hub JoinTopic (resume)",                                 "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("hub PostMessage",                                        "401 404 404 404 200 200 404",         "401 200 200 200",     "401 404 200 404"),
        new("hub PostMessage (locked)",                               "401 404 404 404 locked locked 404",   "401 locked locked locked", "- - - -"),
        new("hub LeaveTopic",                                         "401 200 200 200 200 200 200",         "401 200 200 200",     "401 200 200 200"),
        new("hub StartTyping",                                        "401 lost lost lost heard heard lost", "401 heard heard heard", "401 lost heard lost"),
    ];

    /// <summary>What concerns no topic: what a stranger gets, and anybody who is signed in.</summary>
    public static readonly (string Call, string Stranger, string SignedIn, object? Body)[] Others =
    [
        ("POST /users", "201", "201", new { username = "{nobody}", password = "correct horse battery staple" }),
        ("GET /users", "401", "200", null),
        ("GET /users/{self}", "401", "200", null),
        ("GET /users/me", "401", "200", null),
        ("PATCH /users/me", "401", "200", new { displayName = "Somebody" }),
        ("POST /users/me/password", "401", "204", new { currentPassword = "correct horse battery staple", newPassword = "incorrect horse battery staple" }),
        ("DELETE /users/me", "401", "204", null),
        ("POST /auth/login", "200", "200", new { username = "{self}", password = "correct horse battery staple" }),
        ("POST /auth/refresh", "200", "200", new { refreshToken = "{refreshToken}" }),
        ("POST /auth/logout", "401", "204", new { refreshToken = "{refreshToken}" }),
        ("GET /topics", "401", "200", null),
        ("POST /topics", "401", "201", new { name = "A topic" }),
        ("POST /direct", "401", "201", new { usernames = new[] { "{other}" } }),
        ("GET /health/live", "200", "200", null),
        ("GET /health/ready", "200", "200", null),
        ("GET /health/storage", "200", "200", null),
        ("hub WatchDirectory", "401", "200", null),
    ];
}
