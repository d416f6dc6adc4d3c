// The words that elements say by themselves. Chinese is the source; English stands beside it.
const ENGLISH = {
  我: "Me", 对方: "Other side", "我：": "Me: ", "对方：": "Other side: ",
  待发送: "Queued", 发送中: "Sending", 已发送: "Sent", 已送达: "Delivered", 已读: "Read", 未发出: "Not sent",
  以下是新消息: "New messages", "{count} 条新消息": "{count} new", 回到最新: "To the latest",
  昨天: "Yesterday", 我发的图片: "Picture I sent", 对方发的图片: "Picture from the other side",
  "网络断开，消息会在恢复后自动发出": "Offline. Messages go out by themselves when the network is back.",
  "正在连接…": "Connecting…",
  "登录已过期，写好的内容还在。重新登录后会自动发出": "Your log-in has expired; what you wrote is kept and goes out after you log in again.",
  "浏览器没有允许显示通知。请在地址栏左侧的网站设置里允许后再试": "The browser does not allow notifications. Allow them in the site settings left of the address, then try again.",
  "没有保存成功，推送没有开启。请检查网络后再试": "It was not saved and push is off. Check the network, then try again.",
  "这个浏览器没有推送功能，换一个浏览器，或打开页面查看消息": "This browser has no push. Use another one, or open the page to see messages.",
  "这个浏览器用的推送服务现在不能用，打开页面仍能看到消息": "The push service of this browser can't be used now. Messages are in the page as before.",
  "推送服务现在连不上，没有开启。请过一会儿再试，打开页面仍能看到消息": "The push service can't be reached and push is off. Try again later; messages are in the page as before.",
  重新登录: "Log in again", 重新允许: "Allow again", 重发: "Send again", 删除: "Delete", 知道了: "OK",
  "写给对方…": "Write a message…", 发送: "Send", 拍照: "Camera", 从相册选: "Album", 语音: "Voice", 键盘: "Keyboard", 
  按住说话: "Hold to talk", "松开发送，上滑取消": "Release to send, slide up to cancel", "松开手指，取消发送": "Release to cancel",
  "正在录音，再按一次发送，Esc 取消": "Recording. Press again to send, Esc to cancel", "还可以说 {seconds} 秒": "{seconds} s left",
  说话时间太短: "Too short", 已取消: "Cancelled", "录音没有成功，请再试一次": "Recording failed. Please try again.",
  同意: "Agree", 不同意: "Don't agree", 关闭: "Close", "第 {clause} 条": "Clause {clause}", "用在哪里：": "Used for: ", "为什么需要：": "Why: ", "是否同意提供“{title}”？": "Do you agree to give “{title}”?", 引用的政策文字以中文为准: "The Chinese text of the policy binds.", "不同意会怎样：": "If you don't agree: ",
  "现行隐私政策没有列出这项用途，所以不能使用": "The policy in force does not name this use, so it can't be used.",
  "您选择了不同意。想用时再点一次就可以": "You chose not to agree. Tap again whenever you want to use it.",
  "阅读这一条": "Read this clause", 
  "现在问不到您的授权记录，请检查网络后再试": "Your consents can't be looked up right now. Please check the network and try again.",
  "浏览器没有允许使用麦克风。请在地址栏左侧的网站设置里允许后再试": "The browser does not allow the microphone. Allow it in the site settings beside the address, then try again.",
  "浏览器没有允许使用摄像头。请在地址栏左侧的网站设置里允许后再试，或从相册选": "The browser does not allow the camera. Allow it in the site settings beside the address, or choose from the album.",
  "这台设备没有可用的麦克风，可以改用文字": "This device has no microphone. You can write instead.",
  "这台设备没有可用的摄像头，可以从相册选": "This device has no camera. You can choose from the album.",
  "摄像头画面": "Camera picture", 重拍: "Retake", 用这张: "Use this", 换一张: "Change", 拍摄: "Shoot", "已选好的图片": "Chosen picture",
  "图片超过 20 MB，请换一张小一点的": "The picture is over 20 MB. Please choose a smaller one.", "请选择一张图片": "Please choose a picture",
  "还剩 {days} 天 {hours} 小时": "{days} d {hours} h left", "还剩 {hours} 小时 {minutes} 分": "{hours} h {minutes} min left",
  "还剩 {minutes} 分 {seconds} 秒": "{minutes} min {seconds} s left", 已到时间: "Time is up",
  查看大图: "View large", 放大: "Zoom in", 缩小: "Zoom out", 播放语音: "Play voice note", 暂停: "Pause", "{seconds} 秒": "{seconds} s", 播放进度: "Position", 播放速度: "Speed",
  "语音现在放不了，请稍后再试": "The voice note can't be played right now. Please try later.", "图片没有打开": "The picture could not be opened",
  "列表没有更新，请检查网络": "The list is not up to date. Please check the network.", 再试一次: "Try again",
  "这条消息太长，没有发送。请分成几条再发": "This message is too long. Please send it in parts.",
  "没有发出，请再试一次": "Not sent. Please try again.", "这个问诊已经不能再发消息": "This consultation takes no more messages.",
  "这台设备暂时存不下消息，请不要关闭页面": "This device can't store messages right now. Please keep the page open.",
  清除这台设备上的这些内容: "Clear these from this device", 数据库: "Database", 缓存: "Cache", 离线程序: "Service worker", 本地存储: "Local storage", 会话存储: "Session storage",
  "除 Cookie 外，这台设备上现在什么都没有存": "Apart from cookies, this device holds nothing now.",
  "浏览器：已允许": "Browser: allowed", "浏览器：已禁止": "Browser: blocked", "浏览器：用到时会先问您": "Browser: will ask when it is used",
  "这个浏览器不说它允许了没有": "This browser does not say whether it allows it.",
  "网址已复制，可以粘贴到聊天里": "The address is copied; paste it into a chat.", "没有复制成功，请长按选中：{url}": "Not copied. Press and hold to select: {url}",
  已附上: "Attached", 去掉: "Remove",
  刚刚: "Just now", "{minutes} 分钟前": "{minutes} min ago", "{month}月{day}日": "{month}/{day}",
  排版: "Formatting", 小标题: "Heading", 加粗: "Bold", 重点: "emphasis", 列表: "List", 一项: "an item", 引用: "Quotation", 引文: "quotation",
  "标出 AI 段落": "Mark AI part", 由人工智能辅助写的段落: "a part written with the help of AI", "已自动保存 {clock}": "Saved by itself at {clock}",
  "登录已过期。请先复制正文，再到新窗口登录，回来接着存": "Your log-in has expired. Copy the text, log in again in a new window, then come back and save.",
  "还没存上，请检查网络；会自动再试": "Not saved yet. Please check the network; it is tried again by itself.",
  开始录音: "Start recording", 继续录音: "Go on recording", 在这里分一章: "Chapter here", "录完了，上传": "Done, upload", 再传一次: "Upload again", 上传进度: "Upload",
  正在录音: "Recording", 已暂停: "Paused", "第 {number} 章": "Chapter {number}", "在 {at} 分了一章，标题录完再写": "Chapter at {at}; its title is written afterwards",
  "这段录音超过 50 MB，没有上传。请录短一些": "The recording is over 50 MB and was not uploaded. Please make a shorter one.",
  "正在上传，请不要关闭这一页": "Uploading. Please keep this page open.", "已上传，正在处理录音…": "Uploaded. The recording is being prepared…",
  "没有传上去，请检查网络再传一次。录音还在这一页": "Not uploaded. Please check the network and try again; the recording is still in this page.",
};

/** Whether the page is in English: the policy's own words stay Chinese in it. */
export const english = !document.documentElement.lang.startsWith("zh") && document.documentElement.lang !== "";

/** The words in the page's language, with `{name}` filled from `values`. */
export function say(words, values = {}) {
  const text = english ? (ENGLISH[words] ?? words) : words;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** For the test that no word lacks its English. */
export const KNOWN = Object.freeze(Object.keys(ENGLISH));
