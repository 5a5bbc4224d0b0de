namespace Bulletin.Grains.Topics.Members;

/// <summary>Who may see a topic. Never changes. Stored as a number.</summary>
[GenerateSerializer, Alias("bulletin.access")]
public enum Access
{
    /// <summary>Everybody who is signed in.</summary>
    Public = 0,
    /// <summary>Its members, who are added, or come by an invitation.</summary>
    Private = 1,
    /// <summary>The people it was opened for, for ever: a conversation.</summary>
    Direct = 2,
}

/// <summary>What a member of a private topic may do. Stored as a number.</summary>
[GenerateSerializer, Alias("bulletin.role")]
public enum Role
{
    Member = 0,
    /// <summary>Also manages members and invitations, and changes the topic.</summary>
    Owner = 1,
}
