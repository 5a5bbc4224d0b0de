using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>Whoever reads a message can report it, and what they reported stays to be judged.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class Reports(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_report_keeps_the_text_as_it_was_whatever_becomes_of_the_message(Engine engine)
    {
        var site = await Site(engine);
        var (author, reader, moderator) = (await site.Newcomer(0), await site.Newcomer(1), await site.Staff("moderator"));
        var topic = await author.NewTopic();
        await author.Post(topic, "You fool");

        var report = await Reported(reader, topic, 1, new { reason = "harassment", comment = "Unkind" });
        await author.Edit(topic, 1, "You friend");
        (await author.Api.Delete($"topics/{topic}/messages/1")).Is(HttpStatusCode.NoContent);

        foreach (var judge in new[] { site.ChiefAt(1), moderator })
        {
            var view = (await judge.Api.Get($"admin/reports/{report}")).Is(HttpStatusCode.OK).Json;
            Assert.Equal(("You fool", "harassment", "Unkind", "open", 1L), (view.Text("text"), view.Text("reason"), view.Text("comment"), view.Text("state"), view.Number("seq")));
            Assert.Equal((author.Id, reader.Id, topic), (view.GetProperty("author").Id(), view.GetProperty("reporter").Id(), view.GetProperty("topic").Id()));
        }
        (await author.Api.Post($"topics/{topic}/messages/1/report", new { reason = "spam" })).IsProblem(HttpStatusCode.Conflict, "message_deleted");
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_person_reports_a_message_once_however_often_they_do_it(Engine engine)
    {
        var site = await Site(engine);
        var (author, reader, another) = (await site.Newcomer(0), await site.Newcomer(1), await site.Newcomer(0));
        var topic = await author.NewTopic();
        await author.Post(topic, "Buy now");
        var elsewhere = await site.At(0, reader);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Reported(i % 2 == 0 ? reader : elsewhere, topic, 1, new { reason = "spam" })));

        Assert.Single(ids.Distinct());
        Assert.NotEqual(ids[0], await Reported(another, topic, 1, new { reason = "spam" }));
        var listed = (await site.Chief.Api.Get("admin/reports?state=open&limit=200")).Is(HttpStatusCode.OK).Json.Items().Where(report => report.GetProperty("topic").Id() == topic);
        Assert.Equal([another.Id, reader.Id], listed.Select(report => report.GetProperty("reporter").Id()));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Only_who_can_read_a_message_can_report_it_and_only_admins_see_reports_of_private_ones(Engine engine)
    {
        var site = await Site(engine);
        var (owner, member, stranger, moderator) = (await site.Newcomer(0), await site.Newcomer(1), await site.Newcomer(1), await site.Staff("moderator"));
        var topic = await owner.NewPrivateTopic(member);
        await owner.Post(topic, "Between us");

        foreach (var outsider in new[] { stranger, moderator, site.Chief })
            (await outsider.Api.Post($"topics/{topic}/messages/1/report", new { reason = "illegal" })).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await member.Api.Post($"topics/{topic}/messages/2/report", new { reason = "illegal" })).IsProblem(HttpStatusCode.NotFound, "message_not_found");
        var report = await Reported(member, topic, 1, new { reason = "illegal" });

        (await moderator.Api.Get($"admin/reports/{report}")).IsProblem(HttpStatusCode.NotFound, "report_not_found");
        (await moderator.Api.Patch($"admin/reports/{report}", new { state = "dismissed" })).IsProblem(HttpStatusCode.NotFound, "report_not_found");
        Assert.DoesNotContain((await moderator.Api.Get("admin/reports?limit=200")).Is(HttpStatusCode.OK).Json.Items(), item => item.Id() == report);
        Assert.Equal("Between us", (await site.ChiefAt(1).Api.Get($"admin/reports/{report}")).Is(HttpStatusCode.OK).Json.Text("text"));
        foreach (var person in new[] { owner, member }) (await person.Api.Get("admin/reports")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_report_is_taken_on_closed_with_a_word_and_opened_again(Engine engine)
    {
        var site = await Site(engine);
        var (author, reader, moderator) = (await site.Newcomer(0), await site.Newcomer(1), await site.Staff("moderator", gateway: 1));
        var topic = await author.NewTopic();
        await author.Post(topic, "Buy now");
        var path = $"admin/reports/{await Reported(reader, topic, 1, new { reason = "spam" })}";

        var taken = (await moderator.Api.Patch(path, new { assignee = "me" })).Is(HttpStatusCode.OK).Json;
        Assert.Equal((moderator.Id, "open"), (taken.GetProperty("assignee").Id(), taken.Text("state")));
        Assert.Contains((await moderator.Api.Get("admin/reports?assignee=me&limit=200")).Is(HttpStatusCode.OK).Json.Items(), report => report.Id() == taken.Id());
        (await moderator.Api.Patch(path, new { assignee = site.Chief.Username })).Is(HttpStatusCode.OK);
        var closed = (await site.Chief.Api.Patch(path, new { state = "resolved", resolution = "Told off" })).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("resolved", "Told off", site.Chief.Id), (closed.Text("state"), closed.Text("resolution"), closed.GetProperty("closedBy").Id()));
        Assert.NotNull(closed.Text("closedAt"));
        var open = (await moderator.Api.Patch(path, new { state = "open", assignee = (string?)null })).Is(HttpStatusCode.OK).Json;
        Assert.Equal("open", open.Text("state"));
        Assert.True(open.IsNull("assignee") && open.IsNull("closedAt") && open.IsNull("closedBy"), $"{open}");
    }

    private static async Task<Guid> Reported(Person by, Guid topic, long seq, object report) =>
        (await by.Api.Post($"topics/{topic}/messages/{seq}/report", report)).Is(HttpStatusCode.Created).Json.Id();
}
