using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Tests;

/// <summary>A position that was lost is found, and so is a mention that did not notify, or did twice.</summary>
public sealed class MineTests
{
    private readonly Story story = new();
    private readonly Guid ann = Guid.CreateVersion7();

    [Fact]
    public void A_mention_that_notified_once_is_fine()
    {
        Mentioning();
        Listed(1);
        IsFine();
    }

    [Fact]
    public void A_lost_mention_is_found()
    {
        Mentioning();
        Mentioning();
        Listed(2);
        story.IsFoundBy("mine", "was not notified of topic 0, seq 1");
    }

    [Fact]
    public void A_mention_of_somebody_whose_notifications_were_not_to_be_had_is_found()
    {
        Mentioning();
        story.IsFoundBy("mine", "was not notified of topic 0, seq 1");
    }

    [Fact]
    public void A_doubled_mention_is_found()
    {
        Mentioning();
        Listed(1, 1);
        story.IsFoundBy("mine", "was notified 2 times of topic 0, seq 1");
    }

    [Fact]
    public void A_notification_of_a_message_that_does_not_mention_them_is_found()
    {
        story.Posted();
        Listed(1);
        story.IsFoundBy("mine", "seq 1, which does not mention them");
    }

    [Fact]
    public void Nobody_has_to_be_notified_in_a_topic_that_they_have_muted()
    {
        Mentioning();
        story.History.Mutes.Enqueue((ann, 0));
        Listed();
        IsFine();
    }

    [Fact]
    public void A_doubled_mention_is_found_in_a_muted_topic_too()
    {
        Mentioning();
        story.History.Mutes.Enqueue((ann, 0));
        Listed(1, 1);
        story.IsFoundBy("mine", "2 times");
    }

    [Fact]
    public void A_post_without_an_answer_has_to_notify_nobody()
    {
        Begun().Add(story.Unanswered());
        Listed();
        IsFine();
    }

    [Fact]
    public void A_position_that_went_back_is_found()
    {
        Marked(seq: 7, at: 1);
        Shown(seq: 5, at: 20);
        story.IsFoundBy("mine", "had read topic 0 up to 7");
    }

    [Fact]
    public void A_position_that_stayed_or_moved_on_is_fine()
    {
        Marked(seq: 7, at: 1);
        Shown(seq: 7, at: 20);
        Shown(seq: 9, at: 30);
        IsFine();
    }

    [Fact]
    public void A_position_answered_long_before_a_kill_must_not_be_lost_by_it()
    {
        Marked(seq: 7, at: 1);
        Killed(at: 10);
        Shown(seq: 5, at: 30);
        story.IsFoundBy("mine", "had read topic 0 up to 7");
    }

    [Fact]
    public void A_position_answered_just_before_a_kill_may_be_lost_by_it()
    {
        Marked(seq: 7, at: 8);
        Killed(at: 10);
        Shown(seq: 5, at: 30);
        IsFine();
    }

    [Fact]
    public void A_position_answered_just_before_a_process_ended_by_itself_may_be_lost()
    {
        Marked(seq: 7, at: 8);
        story.History.Incidents.Enqueue((TimeSpan.FromSeconds(10), "silo 1 ended"));
        Shown(seq: 5, at: 30);
        IsFine();
    }

    [Fact]
    public void A_position_that_a_kill_may_have_lost_hides_no_other_that_it_may_not()
    {
        Marked(seq: 6, at: 1);
        Marked(seq: 7, at: 8);
        Killed(at: 10);
        Shown(seq: 5, at: 30);
        story.IsFoundBy("mine", "had read topic 0 up to 6");
    }

    [Fact]
    public void A_topic_that_was_marked_unread_goes_back()
    {
        Marked(seq: 7, at: 1);
        Marked(seq: 3, at: 2, unread: true);
        Shown(seq: 2, at: 20);
        IsFine();
    }

    [Fact]
    public void A_position_after_it_was_marked_unread_is_kept()
    {
        Marked(seq: 3, at: 1, unread: true);
        Marked(seq: 7, at: 2);
        Shown(seq: 2, at: 20);
        story.IsFoundBy("mine", "had read topic 0 up to 7");
    }

    [Fact]
    public void A_mark_as_unread_without_an_answer_may_be_carried_out_after_a_later_mark()
    {
        Marked(seq: 3, at: 1, unread: true, Outcome.Unknown);
        Marked(seq: 7, at: 2);
        Shown(seq: 2, at: 20);
        IsFine();
    }

    [Fact]
    public void A_person_who_is_never_shown_what_is_stored_of_theirs_is_found()
    {
        story.History.MineQuiets.Enqueue(new(story.Next(), Took: null, "gateway 1, ann: counts 2 unread notifications, stored are 3"));
        story.IsFoundBy("mine", "counts 2 unread notifications");
    }

    /// <summary>Somebody is about to mention Ann.</summary>
    private Post Begun()
    {
        var post = new Post(0, Guid.CreateVersion7(), Guid.CreateVersion7(), "Look, @ann") { Mentions = [ann] };
        story.History.Posts.Enqueue(post);
        return post;
    }

    /// <summary>Somebody mentions Ann, is answered, and it is stored.</summary>
    private void Mentioning()
    {
        var seq = story.Rows.Count + 1;
        var post = Begun().Add(new(0, OverHub: false, story.Next(), story.Next(), Outcome.Ok, "201", seq, seq));
        story.Rows.Add(new(0, seq, seq, post.Author, post.ClientId, post.Text, Edited: false, Deleted: false));
    }

    private void Listed(params long[] seqs) => story.History.NotifiedOf.Enqueue(new(ann, [.. seqs.Select(seq => (0, seq))]));

    private void Marked(long seq, int at, bool unread = false, Outcome outcome = Outcome.Ok) => story.History.Marks.Enqueue(new(
        ann, 0, unread, new(0, OverHub: false, TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(at + 0.1), outcome, "200"),
        outcome != Outcome.Ok ? null : unread ? seq - 1 : seq));

    private void Shown(long seq, int at) => story.History.PositionLooks.Enqueue(new(ann, 0, TimeSpan.FromSeconds(at), seq));

    private void Killed(int at) => story.History.Disturbances.Enqueue(new(
        "silo killed", "silo 1", TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(at + 5), TimeSpan.FromSeconds(at + 6), TimeSpan.FromSeconds(at + 15)));

    private void IsFine() => Assert.DoesNotContain(story.Check(), v => v.Check == "mine");
}
