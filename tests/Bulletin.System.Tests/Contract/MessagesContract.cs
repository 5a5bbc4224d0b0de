using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

public sealed class MessagesContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_message_has_the_fields_of_the_contract()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        var clientId = Guid.CreateVersion7();

        var posted = await person.TryPost(topic, "Hello", clientId);

        posted.Is(HttpStatusCode.Created);
        Assert.Equal("author clientId createdAt deletedAt editedAt mentions mentionsAll reactions replyTo revision seq text topicId", posted.Json.Fields());
        Assert.Equal($"/api/v1/topics/{topic}/messages/1", posted.Header("Location"));
        Assert.Equal(
            new ChatMessage(topic, 1, 1, clientId, person.Username, "Hello", null, posted.Json.Text("createdAt")!, null, null),
            ChatMessage.From(posted.Json));
        Assert.Equal(posted.Json.ToString(), (await person.Api.Get(posted.Header("Location")!)).Is(HttpStatusCode.OK).Json.ToString());
    }

    [Fact]
    public async Task A_post_without_a_client_id_gets_one()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();

        var posted = (await person.Api.Post($"topics/{topic}/messages", new { text = "No id" })).Is(HttpStatusCode.Created).Json;

        Assert.NotEqual(Guid.Empty, posted.Id("clientId"));
    }

    [Theory]
    [InlineData("  leading and trailing  ")]
    [InlineData("line\nline\r\nline\ttab")]
    [InlineData("e\u0301 is not \u00e9")]
    [InlineData("مرحبا \u200fabc\u200e 👩‍👩‍👧‍👦 🏳️‍🌈 \u202eevil\u202c")]
    [InlineData("\u0001\u001b[31m\u007f\u0085\u2028\ufeff\ufffd\uffff")]
    [InlineData("</script><script>alert(1)</script> & \"quotes\" \\ / {0} %s ' OR 1=1 --")]
    public async Task A_text_is_kept_as_it_was_written(string text)
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();

        var posted = await person.Post(topic, text);

        Assert.Equal(text, posted.Text);
        Assert.Equal(text, Assert.Single(await person.ReadAll(topic)).Text);
    }

    [Fact]
    public async Task A_text_of_4000_characters_of_any_script_is_taken()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        foreach (var character in new[] { "a", "ü", "語", "🧮" })
        {
            var text = string.Concat(Enumerable.Repeat(character, 4000));
            Assert.Equal(text, (await person.Post(topic, text)).Text);
            (await person.TryPost(topic, text + character)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        }
    }

    [Fact]
    public async Task A_reply_names_a_message_that_exists()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        await person.Post(topic, "Question");

        Assert.Equal(1, (await person.Post(topic, "Answer", replyTo: 1)).ReplyTo);

        (await person.TryPost(topic, "To nobody", replyTo: 3)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        (await person.TryPost(topic, "To nobody", replyTo: 0)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(2, (await person.ReadAll(topic)).Count);
    }

    [Fact]
    public async Task An_author_edits_a_message()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        var posted = await person.Post(topic, "Helo");
        await person.Post(topic, "Later");

        var edited = await person.Edit(topic, 1, "Hello");

        Assert.Equal(posted with { Text = "Hello", Revision = 3, EditedAt = edited.EditedAt }, edited);
        Assert.NotNull(edited.EditedAt);
        Assert.Equal(edited, (await person.ReadAll(topic))[0]);
    }

    [Fact]
    public async Task A_deleted_message_keeps_its_place_and_loses_its_text()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        var posted = await person.Post(topic, "Oops");

        (await person.Api.Delete($"topics/{topic}/messages/1")).Is(HttpStatusCode.NoContent);
        (await person.Api.Delete($"topics/{topic}/messages/1")).Is(HttpStatusCode.NoContent);

        var deleted = Assert.Single(await person.ReadAll(topic));
        Assert.Equal(posted with { Text = null, Revision = 2, DeletedAt = deleted.DeletedAt }, deleted);
        Assert.NotNull(deleted.DeletedAt);
        (await person.Api.Patch($"topics/{topic}/messages/1", new { text = "Back" })).IsProblem(HttpStatusCode.Conflict, "message_deleted");
        Assert.Equal("", (await person.Topic(topic)).GetProperty("lastMessage").Text("excerpt"));
    }

    [Fact]
    public async Task Others_may_neither_edit_nor_delete_a_message()
    {
        using var author = await Somebody();
        using var other = await Somebody();
        var topic = await author.NewTopic();
        var posted = await author.Post(topic, "Mine");

        (await other.Api.Patch($"topics/{topic}/messages/1", new { text = "Yours" })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await other.Api.Delete($"topics/{topic}/messages/1")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");

        Assert.Equal(posted, Assert.Single(await author.ReadAll(topic)));
    }

    [Fact]
    public async Task A_message_that_is_not_there_is_not_found()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        await person.Post(topic, "The only one");

        foreach (var seq in new[] { "2", "9223372036854775807" })
        {
            (await person.Api.Get($"topics/{topic}/messages/{seq}")).IsProblem(HttpStatusCode.NotFound, "message_not_found");
            (await person.Api.Patch($"topics/{topic}/messages/{seq}", new { text = "x" })).IsProblem(HttpStatusCode.NotFound, "message_not_found");
            (await person.Api.Delete($"topics/{topic}/messages/{seq}")).IsProblem(HttpStatusCode.NotFound, "message_not_found");
        }

        foreach (var seq in new[] { "0", "-1", "x", "9223372036854775808" })
            Assert.Equal(HttpStatusCode.NotFound, (await person.Api.Get($"topics/{topic}/messages/{seq}")).Status);
    }
}
