using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>A topic with messages by all who could write some, made through one gateway.</summary>
internal sealed class Scene
{
    private const long Theirs = 1;
    private readonly Dictionary<Guid, long> _written = [];
    private readonly Site _site;

    private Scene(Site site, Kind kind, Guid topic) => (_site, Kind, Topic) = (site, kind, topic);

    public Kind Kind { get; }
    public Guid Topic { get; }
    public Guid Invitation { get; private set; } = Guid.CreateVersion7();

    /// <summary>What calls of the admin API are about, where they need it.</summary>
    private Guid _user = Guid.CreateVersion7(), _report = Guid.CreateVersion7();

    /// <summary>The name of what a call makes.</summary>
    private readonly string _made = Person.NewName("made");
    private string _since = "";

    /// <summary>Of the invitation; where there can be none, an invented one.</summary>
    public string Token { get; private set; } = new('A', 43);

    public static async Task<Scene> Set(Site site, Kind kind, int gateway, bool locked = false, Everywhere? former = null)
    {
        var (owner, member, other) = (site["owner"], site["member"], site["other"]);
        former ??= site["former"];
        var api = owner.At(gateway).Api;
        object request = kind switch
        {
            Kind.Private => new { name = "A private topic", access = "private", members = new[] { member.Username, other.Username, former.Username } },
            Kind.Public => new { name = "A public topic" },
            _ => new { usernames = (string[])[member.Username, other.Username, .. site.Company()] },
        };
        var created = (await api.Post(kind == Kind.Direct ? "direct" : "topics", request)).Is(HttpStatusCode.Created).Json;
        Scene scene = new(site, kind, created.Id()) { _since = created.Text("createdAt")! };
        Everywhere[] authors = kind switch
        {
            Kind.Private => [other, owner, member, former],
            Kind.Public => [other, owner, site["outsider"], site["moderator"], site["admin"]],
            _ => [other, member],
        };
        foreach (var author in authors) scene._written[author.Id] = (await author.At(gateway).Post(scene.Topic, "Between us")).Seq;
        if (kind == Kind.Private)
        {
            var invitation = (await api.Post($"topics/{scene.Topic}/invitations", new { })).Is(HttpStatusCode.Created).Json;
            (scene.Invitation, scene.Token) = (invitation.Id(), invitation.Text("token")!);
        }
        if (locked) (await api.Patch($"topics/{scene.Topic}", new { locked = true })).Is(HttpStatusCode.OK);
        return scene;
    }

    /// <summary>Makes what a call of the admin API is about.</summary>
    public async Task ForAdmins(Row row, int gateway)
    {
        if (row.Path.Contains("{userId}", StringComparison.Ordinal)) _user = (await _site.Newcomer("target")).Id;
        if (row.Path.Contains("{reportId}", StringComparison.Ordinal))
        {
            var reporter = _site[Kind == Kind.Public ? "outsider" : "member"].At(gateway).Api;
            _report = (await reporter.Post($"topics/{Topic}/messages/{Theirs}/report", new { reason = "spam" })).Is(HttpStatusCode.Created).Json.Id();
        }
        if (row.IsRemoved) (await _site["admin"].At(gateway).Api.Delete($"admin/topics/{Topic}")).Is(HttpStatusCode.NoContent);
    }

    /// <summary>The former member is one from now on.</summary>
    public async Task Remove(Everywhere former, int gateway) =>
        (await _site["owner"].At(gateway).Api.Delete($"topics/{Topic}/members/{former.Username}")).Is(HttpStatusCode.NoContent);

    /// <summary>The same with an id that nobody has.</summary>
    public Scene Nowhere()
    {
        Scene nowhere = new(_site, Kind, Guid.CreateVersion7()) { Invitation = Invitation, Token = Token };
        foreach (var (author, seq) in _written) nowhere._written[author] = seq;
        return nowhere;
    }

    /// <summary>Puts what is there into a path or a body.</summary>
    public string Fill(string text, Everywhere? who) => text
        .Replace("{topicId}", $"{Topic}", StringComparison.Ordinal)
        .Replace("{theirs}", $"{Theirs}", StringComparison.Ordinal)
        .Replace("{own}", $"{(who is not null && _written.TryGetValue(who.Id, out var seq) ? seq : Theirs)}", StringComparison.Ordinal)
        .Replace("{self}", (who ?? _site["outsider"]).Username, StringComparison.Ordinal)
        .Replace("{other}", _site["other"].Username, StringComparison.Ordinal)
        .Replace("{newcomer}", _site["newcomer"].Username, StringComparison.Ordinal)
        .Replace("{nobody}", "nobody-at-all", StringComparison.Ordinal)
        .Replace("{invitationId}", $"{Invitation}", StringComparison.Ordinal)
        .Replace("{otherId}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal)
        .Replace("{userId}", $"{_user}", StringComparison.Ordinal)
        .Replace("{reportId}", $"{_report}", StringComparison.Ordinal)
        .Replace("{noUser}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal)
        .Replace("{noTopic}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal)
        .Replace("{noReport}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal)
        .Replace("{emoji}", "%F0%9F%91%8D", StringComparison.Ordinal)
        .Replace("{made}", _made, StringComparison.Ordinal)
        .Replace("{since}", _since, StringComparison.Ordinal)
        .Replace("{token}", Token, StringComparison.Ordinal);

    /// <summary>All of the topic and of what else a call may change, as its owner and an admin see it, and what is in the audit log about it.</summary>
    public async Task<string> Seen(int gateway)
    {
        var (owner, admin) = (_site["owner"].At(gateway).Api, _site["admin"].At(gateway).Api);
        List<string> seen = [];
        foreach (var part in (string[])["", "/messages", "/members", "/invitations"]) seen.Add(Content(await owner.Get($"topics/{Topic}{part}")));
        foreach (var part in (string[])
            [$"topics/{Topic}", $"topics/{Topic}/members", $"messages?topic={Topic}", $"reports/{_report}", $"users/{_user}", $"users?query={_made}", "settings"])
            seen.Add(Content(await admin.Get($"admin/{part}")));
        seen.AddRange((await admin.Get("admin/reports?limit=200")).Is(HttpStatusCode.OK).Json.Items().Where(report => report.GetProperty("topic").Id() == Topic).Select(report => report.ToString()));
        foreach (var target in new[] { Topic, _user, _report })
            seen.AddRange((await admin.Get($"admin/audit?target={target}")).Is(HttpStatusCode.OK).Json.Items().Select(act => act.Text("action")!).Where(action => action != "topic.messages_read"));
        return string.Join('\n', seen);
    }

    /// <summary>No two problems are the same.</summary>
    private static string Content(Answer answer) => answer.Code ?? answer.Body;
}
