using Bulletin.Api.Http;
using Bulletin.Api.Personal;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Tests.Personal;

public sealed class PersonalRequestTests
{
    private static readonly DirectoryCursor Place = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), Guid.CreateVersion7());

    [Fact]
    public void Messages_are_read_from_the_first_one_on()
    {
        Assert.Equal((1L, false), new MarkReadRequest(1).Read());
        Assert.Equal((7L, true), new MarkReadRequest(7, Unread: true).Read());
        Assert.Equal("seq", FieldOf(() => new MarkReadRequest().Read()));
        Assert.Equal("seq", FieldOf(() => new MarkReadRequest(0).Read()));
    }

    [Theory]
    [InlineData("all", NotificationLevel.All)]
    [InlineData("mentions", NotificationLevel.Mentions)]
    [InlineData("muted", NotificationLevel.Muted)]
    [InlineData("default", NotificationLevel.Default)]
    public void A_level_comes_back_as_it_was_chosen(string text, NotificationLevel level)
    {
        Assert.Equal(level, new SetLevelRequest(text).ToLevel());
        Assert.Equal(text, NotificationLevels.Text(level));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("All")]
    public void Another_level_is_refused(string? text) => Assert.Equal("level", FieldOf(() => new SetLevelRequest(text).ToLevel()));

    [Fact]
    public void A_draft_may_be_blank_and_is_kept_as_it_is() =>
        Assert.Equal((new DraftText("  ", 3), 0L), new SaveDraftRequest("  ", 3, 0).ToDraft());

    [Fact]
    public void A_draft_is_not_empty_and_as_long_as_a_message_at_most()
    {
        Assert.Equal("text", FieldOf(() => new SaveDraftRequest("", null, 0).ToDraft()));
        Assert.Equal("text", FieldOf(() => new SaveDraftRequest(new('x', 4_001), null, 0).ToDraft()));
        Assert.Equal(4_000, ValidationErrors.Characters(new SaveDraftRequest(string.Concat(Enumerable.Repeat("😀", 4_000)), null, 0).ToDraft().Draft.Text));
    }

    [Fact]
    public void Whoever_saves_a_draft_says_which_one_it_replaces()
    {
        Assert.Equal("version", FieldOf(() => new SaveDraftRequest("Hello").ToDraft()));
        Assert.Equal("version", FieldOf(() => new SaveDraftRequest("Hello", null, -1).ToDraft()));
    }

    [Fact]
    public void A_place_comes_back_as_it_was_and_only_with_its_filter()
    {
        Assert.Equal(Place, MyTopicCursor.Decode(MyTopicCursor.Encode(Place, TopicFilter.Unread), TopicFilter.Unread));
        Assert.Equal(7, NotificationCursor.Decode(NotificationCursor.Encode(7, unreadOnly: false), unreadOnly: false));

        Assert.Equal("cursor", FieldOf(() => MyTopicCursor.Decode(MyTopicCursor.Encode(Place, TopicFilter.Unread), TopicFilter.All)));
        Assert.Equal("cursor", FieldOf(() => NotificationCursor.Decode(NotificationCursor.Encode(7, unreadOnly: false), unreadOnly: true)));
    }

    private static string FieldOf(Action call) => Assert.Single(Assert.Throws<ProblemException>(call).Problem.Errors!).Key;
}
