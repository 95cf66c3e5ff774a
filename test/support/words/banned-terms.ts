/** Words that the product does not use. */
export interface BannedTerm {
  /** Chinese and Korean: anywhere. English: a whole word in any case, as the source of a pattern. */
  term: string
  /** What to write; without it, leave the word out. */
  instead?: string
  /** Longer words that contain the term and are right. */
  except?: readonly string[]
}

const term = (term: string, instead?: string, ...except: string[]): BannedTerm => ({
  term,
  ...(instead === undefined ? {} : { instead }),
  ...(except.length === 0 ? {} : { except }),
})

/** By language. */
export const bannedTerms: Readonly<Record<string, readonly BannedTerm[]>> = {
  en: [
    // Unkind, or unclear to readers whose first language is another
    term('unapprove', 'reopen'),
    term('sanity check', 'check'),
    term('whitelist', 'allow list'),
    term('kill(er)?', 'stop, critical'),
    term('please'),
    term('mend', 'fix'),
    term('hinders?', 'block'),
    term('whom', 'who'),
    term('whoever', 'who'),
    term('somebody', 'someone'),
    term('nobody', 'no one'),
    term('everybody', 'everyone'),
    term('anybody', 'anyone'),
    term('asked of', 'requested from'),
    term('in order', 'ready', 'in order to', 'in this order'),
    // `leavesOut` is a key of a pipeline's file.
    term('leaves? out', 'not applicable', 'leaves out decision gate', '“no” leaves out'),
    term('left out', 'not applicable'),
    term('say which', 'specify', 'doesn’t say which'),
    // Another word for the same thing is in use
    term('roll-back', 'rollback'),
    term('e-mail', 'email'),
    term('cancelled', 'canceled'),
    term('signatures?', 'sign-off'),
    term('tick(s|ed|ing)?', 'mark done'),
    term('untick(s|ed)?', 'mark not done'),
    term('good to have', 'recommended'),
    term('shop', 'store'),
    term('path', 'critical path', 'critical path', 'file:PATH', 'without a path'),
  ],
  'zh-Hant': [
    // Words of mainland China
    term('項目經理', '專案經理'),
    term('項目管理', '專案管理'),
    term('項目負責人', '專案負責人'),
    term('用戶', '使用者'),
    term('默認', '預設'),
    term('信息', '資訊, 訊息'),
    term('登錄', '登入'),
    term('數據庫', '資料庫'),
    term('視頻', '影片'),
    term('網絡', '網路'),
    term('服務器', '伺服器'),
    term('程序', '程式, 流程', '作業程序'),
    term('軟件', '軟體'),
    term('質量', '品質'),
    term('網關', '金流, 閘道'),
    term('過濾', '篩選'),
    term('設置', '設定'),
    term('審批', '簽核'),
    term('營銷', '行銷'),
    term('社交媒體', '社群媒體'),
    term('數字化', '數位化'),
    term('添加', '新增'),
    term('鏈接', '連結'),
    term('郵箱', '電子郵件, 信箱'),
    term('賬', '帳'),
    term('屏幕', '螢幕'),
    term('點擊', '點選, 按一下'),
    term('界面', '介面'),
    term('接口', '介面'),
    term('支持', '支援'),
    term('回滾', '退版'),
    term('反饋', '意見回饋'),
    term('實時', '即時'),
    term('響應', '回應'),
    term('字段', '欄位'),
    term('源代碼', '原始碼'),
    term('代碼庫', '程式碼庫'),
    term('在線', '線上', '正在線上', '現在線上'),
    term('激活', '啟用'),
    term('短信', '簡訊'),
    term('二維碼', 'QR Code'),
    term('快遞', '宅配'),
    term('保存', '儲存', '保存期限'),
    term('質檢', '品檢'),
    term('上報', '回報'),
    // Mistranslations
    term('發射', '上線'),
    term('棧', '全端'),
    term('中小企業', '電商負責人, 技術負責人'),
    // Tone
    term('你', '您'),
    term('妳', '您'),
    // Another word for the same thing is in use
    term('豁免', '例外放行'),
    term('檢核表', '範本'),
    term('輪到我', '我的待辦'),
    term('領域專家', '負責人'),
    term('決議', '決策'),
  ],
  ko: [
    // Mistranslations
    term('디지털 헤드', '디지털 총괄'),
    term('중소기업', '이커머스 담당자, 기술 책임자'),
    term('발사', '오픈'),
    term('서명', '승인', '전자 서명', '웹훅 서명'),
    term('기다리는 사람', '처리 대기'),
    term('신고', '이슈 등록'),
    term('완화 조치', '대응 방안'),
    // Spelling
    term('컨텐츠', '콘텐츠'),
    term('어플', '앱'),
    term('메세지', '메시지'),
    term('릴리즈', '릴리스'),
    term('유저', '사용자'),
    // Tone
    term('당신'),
    term('귀하'),
    term('하십시오', '해 주세요'),
    term('되어지', '되'),
    term('진행 시', '진행하면'),
    term('클릭', '누르기'),
    term('해당 건', '해당 항목'),
    // Another word for the same thing is in use
    term('출시', '오픈'),
    term('면제', '예외 승인'),
    term('되돌리기', '복원'),
    term('미체크', '미완료'),
    term('내 차례', '내 할 일'),
    term('체크리스트', '템플릿'),
  ],
}
