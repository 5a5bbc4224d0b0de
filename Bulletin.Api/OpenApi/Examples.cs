using System.Text.Json;
using System.Text.Json.Serialization;
using Bulletin.Api.Accounts;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Members;
using Bulletin.Api.Personal;
using Bulletin.Api.Search;
using Bulletin.Api.Site;
using Bulletin.Api.Topics;
using Microsoft.OpenApi;

namespace Bulletin.Api.OpenApi;

/// <summary>Examples of the main requests and responses. They are made of the real types, so that they never differ from these.</summary>
internal static class Examples
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    /// <summary>Clients leave out what they don't give; responses hold every field.</summary>
    private static readonly JsonSerializerOptions OfRequests = new(BulletinJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    private static readonly UserView Ada = new(new("019caddd-2a40-7c19-9d5e-6a1b2c3d4e5f"), "ada", "Ada Lovelace", Start.AddDays(-20));

    private static readonly UserView Grace = new(new("019caddd-2a41-7f3a-8b7c-0d1e2f3a4b5c"), "grace", "Grace Hopper", Start.AddDays(-12));

    private static readonly MessageView Message = new(
        new("019cae5b-9f80-7d42-a1b3-c4d5e6f70819"), Seq: 2, Revision: 3, new("019cae5c-0a11-7b60-93f2-5a6b7c8d9e0f"), Grace, "The kettle is on, @ada.", ReplyTo: 1,
        Start.AddMinutes(4), EditedAt: null, DeletedAt: null, [Ada.Id], MentionsAll: false, [new("👍", 1, [Ada.Id])]);

    private static readonly TopicView Topic = new(
        Message.TopicId, "Tea break", "Daily at half past nine.", Start, Ada, Message.CreatedAt, Message.Seq, Message.Revision, new(Message.Seq, Grace, Message.Text!),
        TopicView.Public, Locked: false, ResolvedAt: null, MemberCount: null, Members: null, []);

    private const string RefreshToken = "YWRh.VGhpcyBpcyBubyByZWFsIHRva2VuLg";

    private static readonly object[] Requests =
    [
        new SignUpRequest(Ada.Username, "correct horse battery staple", Ada.DisplayName),
        new LogInRequest(Ada.Username, "correct horse battery staple"),
        new RefreshRequest(RefreshToken),
        new CreateTopicRequest(Topic.Name, Topic.Description),
        new ChangeTopicRequest(Resolved: true),
        new PostMessageRequest(Message.Text, Message.ClientId.ToString(), Message.ReplyTo),
        new EditMessageRequest("The kettle is on, @ada. Bring biscuits.", Message.Revision),
        new OpenDirectRequest([Grace.Username]),
        new PutMemberRequest(MemberRoles.OwnerText),
        new CreateInvitationRequest(ExpiresIn: 86_400, MaxUses: 10),
        new MarkReadRequest(Message.Seq),
        new SetLevelRequest(NotificationLevels.MutedText),
        new SaveDraftRequest("I am on my", Version: 0),
    ];

    private static readonly object[] Responses =
    [
        new SiteView("Bulletin", Registrations.Open),
        Ada,
        new UserPageView([Ada, Grace], Next: null),
        new MeView(Ada.Id, Ada.Username, Ada.DisplayName, Ada.CreatedAt, Moderator: false, SiteRoles.Member),
        new SessionView("eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl", "Bearer", 600, RefreshToken, Ada, Moderator: false, SiteRoles.Member),
        Topic,
        new TopicPageView([Topic], Next: "AAABnK5fSYABnK5bn4B9QqGzxNXm9wgZ"),
        Message,
        new MessagePageView([Message], Next: "AQAAAAAAAAAC3q2-7w"),
        new ChangesView([Message], Message.Revision, Reset: false),
        new MemberPageView([new(Ada, MemberRoles.OwnerText, Start), new(Grace, MemberRoles.MemberText, Start.AddMinutes(1))], Next: null),
        new SearchPageView([new(Message, new(Topic.Id, Topic.Name), [[4, 6]])], Next: null),
        new NotificationPageView([new(17, NotificationKinds.Mention, Topic, Message, Grace, Emoji: null, Message.CreatedAt, ReadAt: null)], Next: null, Unread: 1),
        new TopicStateView(Topic.Id, ReadSeq: 1, Unread: 1, Mentions: 1, NotificationLevels.DefaultText, Following: true, Pinned: false, Draft: null, Version: 42),
    ];

    private static readonly Dictionary<string, OpenApiExample> ByName =
        Requests.Select(request => (request, OfRequests)).Concat(Responses.Select(response => (response, BulletinJson.Options)))
            .ToDictionary(one => one.Item1.GetType().Name, one => Of(one.Item1, one.Item2));

    /// <param name="name">Of the type of a body.</param>
    /// <returns>Null if there is none.</returns>
    public static OpenApiExample? Of(string name) => ByName.GetValueOrDefault(name);

    public static OpenApiExample OfProblem(int status)
    {
        var problem = status switch
        {
            400 => Problems.ValidationFailed("text", "Must contain visible characters."),
            404 => Problems.TopicNotFound(),
            409 => Problems.Conflict(),
            429 => Problems.RateLimited("posting", TimeSpan.FromSeconds(1)),
            _ => Problems.OfStatus(status),
        };
        return Of(ProblemBody.Of(problem, TraceId), BulletinJson.Options);
    }

    private static OpenApiExample Of(object value, JsonSerializerOptions options) => new() { Value = JsonSerializer.SerializeToNode(value, value.GetType(), options) };
}
