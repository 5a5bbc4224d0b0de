using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>Whoever has the token of an invitation comes in, for as long as it can be used.</summary>
public sealed class InvitationsContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task An_invitation_brings_in_whoever_holds_its_token()
    {
        var people = await People(2);
        var (owner, guest) = (people[0], people[1]);
        var topic = (await owner.Api.Post("topics", new { name = "Plans", description = "For spring", access = "private" })).Is(HttpStatusCode.Created).Json.Id();

        var made = (await owner.Api.Post($"topics/{topic}/invitations", new { expiresIn = 3600, maxUses = 5 })).Is(HttpStatusCode.Created).Json;

        var token = made.Text("token")!;
        Assert.Equal("createdAt createdBy expiresAt id maxUses token url uses", made.Fields());
        Assert.Equal((43, 5L, 0L), (token.Length, made.Number("maxUses"), made.Number("uses")));
        Assert.EndsWith($"/invite#{token}", made.Text("url"), StringComparison.Ordinal);
        var preview = (await guest.Api.Get($"invitations/{token}")).Is(HttpStatusCode.OK);
        Assert.Equal("expiresAt invitedBy topic", preview.Json.Fields());
        Assert.Equal("no-store", preview.Header("Cache-Control"));
        var shown = preview.Json.GetProperty("topic");
        Assert.Equal("description memberCount name", shown.Fields());
        Assert.Equal(("Plans", "For spring", 1L), (shown.Text("name"), shown.Text("description"), shown.Number("memberCount")));
        Assert.Equal(owner.Id, preview.Json.GetProperty("invitedBy").Id());

        Assert.Equal(topic, (await guest.Api.Post($"invitations/{token}")).Is(HttpStatusCode.OK).Json.Id());
        Assert.Equal(topic, (await guest.Api.Post($"invitations/{token}")).Is(HttpStatusCode.OK).Json.Id());

        await guest.Post(topic, "Here I am");
        var listed = Assert.Single((await owner.Api.Get($"topics/{topic}/invitations")).Is(HttpStatusCode.OK).Json.Items());
        Assert.Equal("createdAt createdBy expiresAt id maxUses uses", listed.Fields());
        Assert.Equal((made.Id(), 1L), (listed.Id(), listed.Number("uses")));
    }

    [Fact]
    public async Task An_invitation_is_good_for_as_many_as_it_says()
    {
        var people = await People(3);
        var topic = await people[0].NewPrivateTopic();
        var token = await Invite(people[0], topic, new { maxUses = 1 });

        (await people[1].Api.Post($"invitations/{token}")).Is(HttpStatusCode.OK);

        await IsNoInvitation(people[2], token);
        Assert.Empty((await people[0].Api.Get($"topics/{topic}/invitations")).Is(HttpStatusCode.OK).Json.Items());
    }

    [Fact]
    public async Task A_revoked_invitation_is_none_and_who_came_by_it_stays()
    {
        var people = await People(3);
        var (owner, early, late) = (people[0], people[1], people[2]);
        var topic = await owner.NewPrivateTopic();
        var made = (await owner.Api.Post($"topics/{topic}/invitations", new { })).Is(HttpStatusCode.Created).Json;
        (await early.Api.Post($"invitations/{made.Text("token")}")).Is(HttpStatusCode.OK);

        (await owner.Api.Delete($"topics/{topic}/invitations/{made.Id()}")).Is(HttpStatusCode.NoContent);

        await IsNoInvitation(late, made.Text("token")!);
        await early.Post(topic, "Still in");
        (await owner.Api.Delete($"topics/{topic}/invitations/{made.Id()}")).IsProblem(HttpStatusCode.NotFound, "invitation_not_found");
        (await owner.Api.Delete($"topics/{topic}/invitations/{Guid.CreateVersion7()}")).IsProblem(HttpStatusCode.NotFound, "invitation_not_found");
    }

    [Fact]
    public async Task An_invitation_to_a_removed_topic_and_an_invented_one_are_none()
    {
        var people = await People(2);
        var topic = await people[0].NewPrivateTopic();
        var token = await Invite(people[0], topic, new { });

        (await people[0].Api.Delete($"topics/{topic}")).Is(HttpStatusCode.NoContent);

        foreach (var wrong in new[] { token, "x", new string('A', 43), new string('A', 5_000), "%20", "a=b" }) await IsNoInvitation(people[1], wrong);
    }

    [Fact]
    public async Task Only_owners_invite()
    {
        var people = await People(2);
        var topic = await people[0].NewPrivateTopic(people[1]);
        var made = (await people[0].Api.Post($"topics/{topic}/invitations", new { })).Is(HttpStatusCode.Created).Json;

        (await people[1].Api.Post($"topics/{topic}/invitations", new { })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await people[1].Api.Get($"topics/{topic}/invitations")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await people[1].Api.Delete($"topics/{topic}/invitations/{made.Id()}")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await people[0].Api.Post($"topics/{await people[0].NewTopic()}/invitations", new { })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        foreach (var bad in new object[] { new { expiresIn = 59 }, new { expiresIn = 31_536_001 }, new { maxUses = 0 }, new { maxUses = 10_001 }, new { expiresIn = "1h" } })
            (await people[0].Api.Post($"topics/{topic}/invitations", bad)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Nothing_is_shown_or_accepted_without_an_account()
    {
        var owner = await Somebody();
        var token = await Invite(owner, await owner.NewPrivateTopic(), new { });
        var nobody = Own(new ApiClient(owner.Api.Server));

        (await nobody.Get($"invitations/{token}")).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await nobody.Post($"invitations/{token}")).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    private static async Task<string> Invite(Person owner, Guid topic, object request) =>
        (await owner.Api.Post($"topics/{topic}/invitations", request)).Is(HttpStatusCode.Created).Json.Text("token")!;

    private static async Task IsNoInvitation(Person person, string token)
    {
        (await person.Api.Get($"invitations/{token}")).IsProblem(HttpStatusCode.NotFound, "invitation_not_found");
        (await person.Api.Post($"invitations/{token}")).IsProblem(HttpStatusCode.NotFound, "invitation_not_found");
    }
}
