using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Tests;

/// <summary>A message that a search misses, finds twice or finds as it was is noticed.</summary>
public sealed class FindableTests
{
    private readonly Story story = new();

    [Fact]
    public void What_is_found_as_it_is_is_fine()
    {
        var (first, second) = (story.Posted("tea 1"), story.Posted("tea 2"));
        story.Edited(story.Posted("tea 3"), text: null);
        Found(null, story.See(second), story.See(first));
        Found("2", story.See(second));

        Assert.Empty(story.Check());
    }

    [Fact]
    public void A_message_that_is_not_found_is_noticed()
    {
        story.Posted();
        Found(null);
        story.IsFoundBy("search", "does not find seq 1");
    }

    [Fact]
    public void A_message_that_is_not_found_by_a_word_is_noticed()
    {
        story.Posted("tea 1");
        Found("1");
        story.IsFoundBy("search", "for '1' does not find seq 1");
    }

    [Fact]
    public void A_message_that_is_found_twice_is_noticed()
    {
        var post = story.Posted();
        Found(null, story.See(post), story.See(post));
        story.IsFoundBy("search", "finds seq 1 2 times");
    }

    [Fact]
    public void A_message_that_is_found_as_it_was_before_an_edit_is_noticed()
    {
        var post = story.Posted("tea 1");
        var before = story.See(post);
        story.Edited(post, "tea 2");
        Found("1", before);
        story.IsFoundBy("search", "finds seq 1 as it is not stored");
    }

    [Fact]
    public void A_deleted_message_that_is_found_is_noticed()
    {
        var post = story.Posted();
        var before = story.See(post);
        story.Edited(post, text: null);
        Found(null, before);
        story.IsFoundBy("search", "finds seq 1 as it is not stored");
    }

    private void Found(string? word, params Seen[] messages) => story.History.Found.Enqueue(new(0, word, messages));
}
