using Bulletin.Api.Contract;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Tests;

public sealed class MessageViewTests
{
    private static readonly User ada = new(Guid.CreateVersion7(), "ada", "Ada", DateTimeOffset.UnixEpoch);

    private static readonly Message plain = new(
        Guid.CreateVersion7(), Seq: 1, Revision: 1, Guid.CreateVersion7(), ada, "tea", ReplyTo: null, DateTimeOffset.UnixEpoch, EditedAt: null, DeletedAt: null);

    private static readonly Message full = plain with { Mentions = [ada.Id], MentionsAll = true, Reactions = [new("👍", [ada.Id]), new("❤", People(60))] };

    [Fact]
    public void A_message_without_mentions_and_reactions_has_empty_lists()
    {
        var view = MessageView.Of(plain);

        Assert.Empty(view.Mentions);
        Assert.Empty(view.Reactions);
        Assert.False(view.MentionsAll);
    }

    [Fact]
    public void Reactions_are_counted_and_name_the_first_fifty_people()
    {
        var reactions = MessageView.Of(full).Reactions;

        Assert.Equal([("👍", 1), ("❤", 60)], reactions.Select(reaction => (reaction.Emoji, reaction.Count)));
        Assert.Equal(full.Reactions![1].UserIds.Take(50), reactions[1].Users);
    }

    [Fact]
    public void A_deleted_message_has_no_mentions_and_reactions()
    {
        var view = MessageView.Of(full with { Text = null, DeletedAt = DateTimeOffset.UnixEpoch });

        Assert.Empty(view.Mentions);
        Assert.Empty(view.Reactions);
        Assert.False(view.MentionsAll);
    }

    [Fact]
    public void Reactions_count_towards_the_size_of_an_answer()
    {
        Message popular = plain with { Reactions = [.. Enumerable.Range(0, 20).Select(kind => new Reaction($"{kind}", People(50)))] };

        var more = MessageView.RoughBytes([popular]) - MessageView.RoughBytes([plain]);

        Assert.InRange(more, 20 * 50 * 36, 20 * 50 * 42);
    }

    private static Guid[] People(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
}
