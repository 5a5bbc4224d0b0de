using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Topics;

/// <summary>The one place that decides who may see and do what in a topic. The gateway has already authenticated the caller.</summary>
/// <remarks>Whoever may not see a topic is answered as if it did not exist. So <see cref="MaySee(TopicMembers, Actor)"/> is asked first, and the
/// other rules are asked only about people who may.</remarks>
internal static class TopicAccess
{
    public static bool MaySee(TopicMembers members, Guid viewer) => members.Access == Access.Public || members.Has(viewer);

    /// <summary>As for a viewer; and through the admin API, an admin reaches every topic.</summary>
    public static bool MaySee(TopicMembers members, Actor actor) => actor.ActsAsAdmin || MaySee(members, actor.User.Id);

    /// <summary>Its name and description, and locking and resolving it. A moderator has no more rights in a private topic than any member.</summary>
    public static bool MayChange(Actor actor, Topic topic, TopicMembers members) => members.Access switch
    {
        Access.Public => actor.IsModerator || actor.User.Id == topic.CreatedBy.Id,
        Access.Private => actor.ActsAsAdmin || members.HasOwner(actor.User.Id),
        _ => false,
    };

    /// <summary>Whoever may change it; in a direct conversation, everybody in it.</summary>
    public static bool MayPin(Actor actor, Topic topic, TopicMembers members) =>
        members.Access == Access.Direct ? members.Has(actor.User.Id) : MayChange(actor, topic, members);

    /// <summary>Whoever may change it; an admin also removes direct conversations.</summary>
    public static bool MayRemove(Actor actor, Topic topic, TopicMembers members) => actor.ActsAsAdmin || MayChange(actor, topic, members);

    /// <summary>Adds and promotes members. Not in a direct conversation: another set of people would be another conversation.</summary>
    public static bool MayManageMembers(Actor actor, TopicMembers members) =>
        members.Access == Access.Private && (actor.ActsAsAdmin || members.HasOwner(actor.User.Id));

    /// <summary>Only owners. An admin adds people by name.</summary>
    public static bool MayInvite(Actor actor, TopicMembers members) => members.Access == Access.Private && members.HasOwner(actor.User.Id);

    /// <summary>Everybody may leave a private topic, but a direct conversation can only be hidden.</summary>
    public static bool MayRemoveMember(Actor actor, TopicMembers members, Guid userId) =>
        MayManageMembers(actor, members) || members.Access == Access.Private && actor.User.Id == userId;

    /// <summary>Only the author, and an admin through the admin API: a moderator may delete, but not edit another's words.</summary>
    public static bool MayEdit(Actor actor, Message message) => actor.ActsAsAdmin || actor.User.Id == message.Author.Id;

    public static bool MayDelete(Actor actor, Message message, TopicMembers members) =>
        actor.ActsAsAdmin || actor.User.Id == message.Author.Id
        || (members.Access == Access.Public ? actor.IsModerator : members.HasOwner(actor.User.Id));

    /// <summary>Whether somebody does something by their office rather than as a person of the topic, so that it goes into the audit log.</summary>
    /// <param name="ownerId">Who created the topic, or wrote the message.</param>
    public static bool ActsByOffice(Actor actor, TopicMembers members, Guid ownerId) =>
        actor.ActsAsAdmin || actor.IsModerator && members.Access == Access.Public && actor.User.Id != ownerId;
}
