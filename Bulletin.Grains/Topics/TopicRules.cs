using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics;

/// <summary>The one place that decides who may do what in a topic. The gateway has already authenticated the caller.</summary>
internal static class TopicRules
{
    public static bool MayChange(Actor actor, Topic topic) => actor.IsModerator || actor.User.Id == topic.CreatedBy.Id;

    /// <summary>The author may edit and delete. A moderator may delete, but not edit another's words.</summary>
    public static bool May(PendingEdit edit, Message message) =>
        edit.Actor.User.Id == message.Author.Id || (edit.Text is null && edit.Actor.IsModerator);
}
