using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Tests;

/// <summary>Each check finds what it is there for: a checker that can't fail would be worth nothing.</summary>
public sealed class CheckerTests
{
    private readonly Story story = new();

    [Fact]
    public void A_good_history_has_no_violation()
    {
        var first = story.Posted();
        var view = story.Joined();
        var unknown = story.Begun().Add(story.Unanswered());
        var second = story.Posted();
        view.Told(story.Next(), story.See(second));
        story.Edited(first, "better");
        view.Told(story.Next(), story.See(first));
        view.Left();
        story.Posted();
        view.Joined(story.Next(), after: view.Revision, [Story.See(story.Rows[^1])], revision: 4, reset: false);
        story.Looked(head: 3);
        // Repeated, it turns out never to have been posted before.
        story.Rows.Add(new(0, 4, 5, unknown.Author, unknown.ClientId, unknown.Text, Edited: false, Deleted: false));
        unknown.Add(new(0, OverHub: false, story.Next(), story.Next(), Outcome.Ok, "201", 4, 5));
        story.History.Quiets.Enqueue(new(story.Next(), TimeSpan.Zero, TimeSpan.Zero, ""));

        Assert.Empty(story.Check());
    }

    [Fact]
    public void An_acknowledged_message_that_is_not_stored_is_found()
    {
        story.Posted();
        story.Posted();
        story.Rows.RemoveAt(1);
        story.IsFoundBy("durable", "stored 0 times");
    }

    [Fact]
    public void A_message_stored_under_another_seq_than_acknowledged_is_found()
    {
        var post = story.Posted();
        story.Store(post, row => row with { Seq = 2 });
        story.IsFoundBy("durable", "acknowledged as seq 1 and is stored as seq 2");
    }

    [Theory]
    [InlineData("naïve", "naive")]
    [InlineData("e\u0301", "\u00e9")]
    [InlineData("trailing ", "trailing")]
    public void A_text_that_differs_by_a_byte_is_found(string posted, string stored)
    {
        var post = story.Posted(posted);
        story.Store(post, row => row with { Text = stored });
        story.IsFoundBy("durable", "another text");
    }

    [Fact]
    public void A_lost_edit_is_found()
    {
        var post = story.Posted();
        story.Edited(post, "better");
        story.Store(post, row => row with { Text = post.Text });
        story.IsFoundBy("changes", "its last change was to 'better'");
    }

    [Fact]
    public void A_deletion_that_came_undone_is_found()
    {
        var post = story.Posted();
        story.Edited(post, text: null);
        story.Store(post, row => row with { Text = post.Text });
        story.IsFoundBy("changes", "it shows");
    }

    [Fact]
    public void An_edit_that_nobody_waited_for_may_come_late()
    {
        var post = story.Posted();
        var abandoned = story.Edited(post, "first").Add(story.Unanswered());
        story.Edited(post, "second");
        story.Store(post, row => row with { Text = abandoned.Text, Revision = 4 });
        Assert.Empty(story.Check());
    }

    [Fact]
    public void A_gap_in_seq_is_found()
    {
        story.Posted();
        var second = story.Posted();
        story.Store(second, row => row with { Seq = 3 });
        story.IsFoundBy("dense", "seq 2 is followed by none");
    }

    [Fact]
    public void A_head_that_counts_more_than_there_is_is_found()
    {
        story.Posted();
        story.IsFoundBy("dense", "its head says 2 messages, there are 1", new StoredTopic(0, 2, 1));
    }

    [Fact]
    public void A_revision_that_two_changes_share_is_found()
    {
        story.Posted();
        var second = story.Posted();
        story.Store(second, row => row with { Revision = 1 });
        story.IsFoundBy("dense", "revision 1 belongs to seqs 1, 2");
    }

    [Fact]
    public void A_revision_that_no_change_accounts_for_is_found()
    {
        var post = story.Posted();
        story.Store(post, row => row with { Revision = 7 });
        story.IsFoundBy("dense", "7 revisions, though 1 to 1 changes were made");
    }

    [Fact]
    public void A_post_stored_twice_is_found()
    {
        var post = story.Posted();
        story.Rows.Add(story.Rows[0] with { Seq = 2, Revision = 2 });
        story.IsFoundBy("once", "is stored as seqs 1, 2");
        Assert.Equal(2, story.Rows.Count(r => r.ClientId == post.ClientId));
    }

    [Fact]
    public void A_retry_that_answers_with_another_seq_is_found()
    {
        var post = story.Posted();
        post.Add(new(1, OverHub: false, story.Next(), story.Next(), Outcome.Ok, "200", 9, 9));
        story.IsFoundBy("once", "answered with seqs 1, 9");
    }

    [Fact]
    public void A_post_that_is_never_answered_is_found()
    {
        story.Begun().Add(story.Unanswered());
        story.IsFoundBy("once", "has no answer");
    }

    [Fact]
    public void A_message_that_nobody_posted_is_found()
    {
        story.Rows.Add(new(0, 1, 1, Guid.CreateVersion7(), Guid.CreateVersion7(), "?", Edited: false, Deleted: false));
        story.IsFoundBy("nothing else", "nobody posted it");
    }

    [Fact]
    public void A_refused_post_that_is_stored_is_found()
    {
        var post = story.Begun().Add(new(0, OverHub: false, story.Next(), story.Next(), Outcome.Refused, "400"));
        story.Rows.Add(new(0, 1, 1, post.Author, post.ClientId, post.Text, Edited: false, Deleted: false));
        story.IsFoundBy("nothing else", "was refused");
    }

    [Fact]
    public void Numbers_against_real_time_are_found()
    {
        var first = story.Posted();
        var second = story.Posted();
        story.Rows.Clear();
        story.Rows.Add(new(0, 1, 1, second.Author, second.ClientId, second.Text, Edited: false, Deleted: false));
        story.Rows.Add(new(0, 2, 2, first.Author, first.ClientId, first.Text, Edited: false, Deleted: false));
        var swapped = new Story();
        Swap(swapped, first.Attempts[0] with { Seq = 2 }, second.Attempts[0] with { Seq = 1 });
        swapped.IsFoundBy("real time", "seq 2 was acknowledged");

        static void Swap(Story story, Attempt earlier, Attempt later)
        {
            story.Begun("earlier").Add(earlier);
            story.Begun("later").Add(later);
        }
    }

    [Fact]
    public void Posts_at_the_same_time_may_be_numbered_either_way()
    {
        var (one, other) = (story.Begun(), story.Begun());
        one.Add(new(0, OverHub: false, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), Outcome.Ok, "201", 2, 2));
        other.Add(new(0, OverHub: false, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), Outcome.Ok, "201", 1, 1));
        Assert.DoesNotContain(story.Check(), v => v.Check == "real time");
    }
}
