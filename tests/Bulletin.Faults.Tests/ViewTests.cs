using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Tests;

/// <summary>What clients must not see, or must not miss, is found.</summary>
public sealed class ViewTests
{
    private readonly Story story = new();

    [Fact]
    public void A_message_that_was_never_told_is_found()
    {
        story.Posted();
        var view = story.Joined();
        story.Posted();
        var third = story.Posted();
        view.Told(story.Next(), story.See(third));
        story.IsFoundBy("views", "came to revision 3 without seq 2");
    }

    [Fact]
    public void A_message_that_is_missing_after_a_resume_is_found()
    {
        story.Posted();
        var view = story.Joined();
        view.Left();
        story.Posted();
        story.Posted();
        view.Joined(story.Next(), after: 1, [Story.See(story.Rows[^1])], revision: 3, reset: false);
        story.IsFoundBy("views", "without seq 2");
    }

    [Fact]
    public void An_edit_that_was_never_told_is_found()
    {
        var first = story.Posted();
        var view = story.Joined();
        story.Edited(first, "better");
        view.Told(story.Next(), story.See(story.Posted()));
        story.IsFoundBy("views", "with seq 1 as of 1, not 2");
    }

    [Fact]
    public void A_message_told_twice_is_found()
    {
        var post = story.Posted();
        story.Joined().Told(story.Next(), story.See(post));
        story.IsFoundBy("views", "revision 1 came when it held 1");
    }

    [Fact]
    public void Messages_told_out_of_order_are_found()
    {
        var view = story.Joined();
        var (first, second) = (story.Posted(), story.Posted());
        view.Told(story.Next(), story.See(second));
        view.Told(story.Next(), story.See(first));
        story.IsFoundBy("views", "revision 1 came when it held 2");
    }

    [Fact]
    public void A_message_that_was_shown_and_never_stored_is_found()
    {
        var view = story.Joined();
        view.Told(story.Next(), new Seen(1, 1, Guid.CreateVersion7(), Guid.CreateVersion7(), 1));
        story.IsFoundBy("views", "was shown and is not stored");
    }

    [Fact]
    public void A_message_whose_seq_went_to_another_is_found()
    {
        var post = story.Posted();
        story.Joined();
        story.Store(post, row => row with { ClientId = Guid.CreateVersion7() });
        story.IsFoundBy("views", "and is stored as");
    }

    [Fact]
    public void Another_text_than_the_stored_one_is_found()
    {
        var view = story.Joined();
        view.Told(story.Next(), story.See(story.Posted()) with { Text = Seen.Fingerprint("something else") });
        story.IsFoundBy("views", "another text than is stored");
    }

    [Fact]
    public void A_text_that_nobody_ever_wrote_is_found()
    {
        var post = story.Posted();
        var view = story.Joined();
        story.Edited(post, "better");
        view.Told(story.Next(), story.See(post));
        var ghost = story.Joined();
        ghost.Told(story.Next(), story.See(post) with { Revision = 1, Text = Seen.Fingerprint("never") });
        story.IsFoundBy("views", "a text that nobody wrote");
    }

    [Fact]
    public void A_client_that_is_told_to_begin_anew_misses_nothing_by_it()
    {
        for (var i = 0; i < 60; i++) story.Posted();
        var view = new View("late", 0);
        story.History.Views.Enqueue(view);
        view.Joined(story.Next(), after: 1, [.. story.Rows.Skip(10).Select(Story.See)], revision: 60, reset: true);
        Assert.Empty(story.Check());
    }
}
