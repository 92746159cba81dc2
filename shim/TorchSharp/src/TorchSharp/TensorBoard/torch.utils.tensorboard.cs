using System.Globalization;
using System.Net;

namespace TorchSharp;

public static partial class torch
{
    public static class utils
    {
        public static class tensorboard
        {
            /// <summary>Starts a file of events in a directory.</summary>
            /// <param name="log_dir">The directory; by default one below <c>runs</c> that is named for the time and this machine.</param>
            /// <param name="filename_suffix">The end of the file's name.</param>
            /// <param name="createRunName">Whether <paramref name="log_dir"/> gets a directory that is named for the time and this machine.</param>
            public static Modules.SummaryWriter SummaryWriter(string? log_dir = null, string? filename_suffix = null, bool createRunName = false) =>
                new(createRunName && !string.IsNullOrEmpty(log_dir) ? CreateRunName(log_dir) : log_dir, filename_suffix);

            internal static string CreateRunName(string log_dir)
            {
                var now = DateTime.Now;
                var month = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[now.Month - 1];
                return Path.Combine(log_dir, $"{month}{now.Day}_{now.Hour}-{now.Minute}-{now.Second}_{Dns.GetHostName()}");
            }
        }
    }
}
