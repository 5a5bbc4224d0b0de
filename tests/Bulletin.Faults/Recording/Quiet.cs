namespace Bulletin.Faults.Recording;

/// <summary>A moment at which nobody posted: how long after the last answer everything showed the same.</summary>
/// <param name="Views">Until every joined client held the topic's last revision; null if that was not within the bound.</param>
/// <param name="Directory">Until every gateway listed the topics by their last activity; null likewise.</param>
/// <param name="Missing">Who or what had not come so far.</param>
internal sealed record Quiet(TimeSpan At, TimeSpan? Views, TimeSpan? Directory, string Missing);
