using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Upgrades;

public abstract partial class FirstVersionContract
{
    [Fact]
    public async Task Messages_read_as_before_with_their_edits_deletions_and_replies()
    {
        var zoe = await Reader();

        foreach (var topic in (Guid[])[Topic("long"), Topic("cafe"), Topic("empty")])
            Assert.Equal(MessagesBefore(topic), await zoe.ReadAll(topic));
        Assert.Equal(61, MessagesBefore(Topic("long")).Count);
        var cafe = MessagesBefore(Topic("cafe"));
        Assert.Contains(cafe, m => m.EditedAt is not null);
        Assert.Contains(cafe, m => m.DeletedAt is not null);
        Assert.Contains(cafe, m => m.ReplyTo is not null);
    }

    [Fact]
    public async Task Who_had_come_to_a_revision_is_told_what_changed_since()
    {
        var cafe = Topic("cafe");
        const int Held = 8;

        var changes = (await (await Reader()).Api.Get($"topics/{cafe}/changes?after={Held}")).Is(HttpStatusCode.OK).Json;

        Assert.False(changes.GetProperty("reset").GetBoolean());
        Assert.Equal(MessagesBefore(cafe).Where(m => m.Revision > Held).OrderBy(m => m.Revision), changes.Messages());
    }

    [Fact]
    public async Task A_post_repeated_under_its_client_id_is_the_same_message_also_after_an_edit()
    {
        var (zoe, cafe, repeated) = (await Reader(), Topic("cafe"), _before.GetProperty("repeated"));

        var again = (await zoe.TryPost(cafe, repeated.Text("text")!, repeated.Id("clientId"))).Is(HttpStatusCode.OK).Json;

        Assert.Equal(MessagesBefore(cafe).Single(m => m.ClientId == repeated.Id("clientId")), ChatMessage.From(again));
        Assert.NotEqual(repeated.Text("text"), again.Text("text"));
        (await zoe.TryPost(cafe, "Other words", repeated.Id("clientId"))).IsProblem(HttpStatusCode.Conflict, "client_id_reused");
    }
}
